import Foundation
import FoundationNetworking
import Testing

/// `exchange-sim` on a free port of this machine.
final class ExchangeSimProcess {
    let process: Process
    /// Where it is reached: "http://127.0.0.1:40123".
    let url: String
    /// What it wrote; read all the time, since who writes to a full pipe stands still.
    let log = ProcessLog()

    /// Starts it and waits until it says where it is.
    convenience init(_ arguments: String...) throws { try self.init(arguments) }

    init(_ arguments: [String]) throws {
        process = prepare(Programs.path("exchange-sim"), [:])
        process.arguments = ["--listen", "127.0.0.1:0"] + arguments
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        let output = log.pipe()
        process.standardOutput = output
        process.standardError = output
        try startWithSignals(process)
        _ = eventually(seconds: 60) { [process, log] in log.text.contains("\n") || !process.isRunning }
        let text = log.text
        url = try #require(text.split(separator: " ").first { $0.hasPrefix("http://") }.map(String.init), "\(text)")
    }

    /// Asks something of the simulator itself, as in "fault/disconnect"; answers what it says.
    func ask(_ path: String) async throws -> String { try await send("POST", "/sim/\(path)").body }

    /// Asks the exchange for something.
    func get(_ path: String) async throws -> (status: Int, body: String) { try await send("GET", path) }

    private func send(_ method: String, _ path: String) async throws -> (status: Int, body: String) {
        var request = URLRequest(url: try #require(URL(string: url + path)))
        request.httpMethod = method
        let (body, response) = try await URLSession.shared.data(for: request)
        let status = try #require(response as? HTTPURLResponse).statusCode
        return (status, String(decoding: body, as: UTF8.self))
    }

    /// Asks it to end; answers its exit status.
    func end() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
