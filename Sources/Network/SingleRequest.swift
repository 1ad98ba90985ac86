import Bus
import Exchanges

/// One HTTP request by somebody who has nothing else to do until it is answered.
public enum SingleRequest {
    private static let id = ExchangeRequestID(1)

    /// What the server answers.
    ///
    /// - Parameter milliseconds: how long the answer may take.
    /// - Throws: `NetworkError.noAnswer` where none comes.
    public static func send(
        _ request: HTTPRequest, to base: BaseURL, milliseconds: Int = 5000
    ) throws(NetworkError) -> HTTPResponse {
        let reactor: Reactor
        do { reactor = try Reactor(signals: nil) } catch { throw .library("the reactor", call: "\(error)") }
        let shell = try ClientShell(Core(request, to: base, milliseconds))
        _ = reactor.watch(descriptor: shell.descriptor)
        while shell.core.outcome == nil {
            reactor.wake(at: shell.wakesAt)
            do { _ = try reactor.wait() } catch { throw .library("the reactor", call: "\(error)") }
            shell.turn()
        }
        switch shell.core.outcome {
        case .success(let response): return response
        case .failure(let end): throw .noAnswer(base.text, why: "\(end)")
        case nil: throw .noAnswer(base.text, why: "nothing came")
        }
    }

    /// Asks once, and keeps what came of it.
    private struct Core: RequestCore {
        var outcome: Result<HTTPResponse, ConnectionEnd>?
        let wakesAt = Int64.max
        private var commands: [ClientCommand]

        init(_ request: HTTPRequest, to base: BaseURL, _ milliseconds: Int) {
            commands = [.request(id, request, base: base.text, timeoutMilliseconds: milliseconds)]
        }

        mutating func answered(_: ExchangeRequestID, _ response: HTTPResponse, at _: Moment) {
            outcome = .success(response)
        }

        mutating func failed(_: ExchangeRequestID, _ end: ConnectionEnd, at _: Moment) {
            outcome = .failure(end)
        }

        mutating func takeCommands() -> [ClientCommand] {
            defer { commands = [] }
            return commands
        }

        mutating func wake(at _: Moment) {}
    }
}
