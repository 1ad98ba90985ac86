import Exchanges

/// A client's core that a test leads: it keeps all that it hears.
struct ScriptedClient: ClientCore {
    /// What it heard.
    enum Heard: Hashable {
        case opened(ConnectionID)
        case received(ConnectionID, String)
        case ponged(ConnectionID, UInt64)
        case closed(ConnectionID, ConnectionEnd)
        case answered(ExchangeRequestID, HTTPResponse)
        case failed(ExchangeRequestID, ConnectionEnd)
        case woken
    }

    var heard: [Heard] = []
    var commands: [ClientCommand] = []
    var wakesAt = Int64.max

    mutating func opened(_ connection: ConnectionID, at moment: Moment) { heard.append(.opened(connection)) }

    mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) { heard.append(.received(connection, String(decoding: text, as: UTF8.self))) }

    mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {
        heard.append(.ponged(connection, payload))
    }

    mutating func closed(_ connection: ConnectionID, _ end: ConnectionEnd, at moment: Moment) {
        heard.append(.closed(connection, end))
    }

    mutating func answered(_ request: ExchangeRequestID, _ response: HTTPResponse, at moment: Moment) {
        heard.append(.answered(request, response))
    }

    mutating func failed(_ request: ExchangeRequestID, _ end: ConnectionEnd, at moment: Moment) {
        heard.append(.failed(request, end))
    }

    mutating func wake(at moment: Moment) {
        heard.append(.woken)
        wakesAt = .max
    }

    mutating func takeCommands() -> [ClientCommand] {
        defer { commands = [] }
        return commands
    }

    /// How the connection ended.
    func end(of id: ConnectionID) -> ConnectionEnd? {
        for case .closed(id, let end) in heard { return end }
        return nil
    }

    /// The answer to a request.
    func answer(to id: ExchangeRequestID) -> HTTPResponse? {
        for case .answered(id, let answer) in heard { return answer }
        return nil
    }

    /// Why a request got no answer.
    func failure(of id: ExchangeRequestID) -> ConnectionEnd? {
        for case .failed(id, let end) in heard { return end }
        return nil
    }
}
