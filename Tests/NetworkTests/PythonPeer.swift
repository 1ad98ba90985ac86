import Foundation

/// The programs in Tests/Peers that speak with NetworkTests.
enum PythonPeer {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let python: String? = {
        if let named = ProcessInfo.processInfo.environment["STRATA_PYTHON"], !named.isEmpty { return named }
        let ours = root + "/.venv/bin/python"
        return FileManager.default.isExecutableFile(atPath: ours) ? ours : nil
    }()

    static func start(_ words: [String]) throws -> (Process, Pipe, Pipe) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python ?? "")
        process.arguments = [root + "/Tests/Peers/websocket.py"] + words
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        return (process, input, output)
    }
}
