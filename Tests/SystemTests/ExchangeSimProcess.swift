import Foundation
import FoundationNetworking
import Testing

/// `exchange-sim` on a free port of this machine.
final class ExchangeSimProcess {
    let process: Process
    /// Where it is reached: "http://127.0.0.1:40123".
    let url: String
    private let output = Pipe()

    /// Starts it and waits until it says where it is.
    convenience init(_ arguments: String...) throws { try self.init(arguments) }

    init(_ arguments: [String]) throws {
        process = prepare(Programs.path("exchange-sim"), [:])
        process.arguments = ["--listen", "127.0.0.1:0"] + arguments
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        process.standardOutput = output
        process.standardError = output
        try startWithSignals(process)
        var line = Data()
        while !line.contains(10), let next = try output.fileHandleForReading.read(upToCount: 1), !next.isEmpty {
            line.append(next)
        }
        let text = String(decoding: line, as: UTF8.self)
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
