import Exchanges

/// A server's core that a test leads: it echoes, answers by `answers`, and keeps all that it hears.
struct ScriptedServer: ServerCore {
    /// What it heard.
    enum Heard: Hashable {
        case requested(ExchangeRequestID, HTTPRequest)
        case opened(ConnectionID, target: String)
        case received(ConnectionID, String)
        case ponged(ConnectionID, UInt64)
        case closed(ConnectionID)
    }

    var heard: [Heard] = []
    var commands: [ServerCommand] = []
    var echoes = true
    var refused = "/nothing"
    /// How requests are answered; `nil` leaves them waiting.
    var answers: (HTTPRequest) -> HTTPResponse? = { request in
        HTTPResponse(status: 200, headers: [HTTPHeader("x-target", request.target)], body: request.body)
    }
    var received = 0
    var keepsTexts = true
    var wakesAt = Int64.max

    mutating func requested(_ request: ExchangeRequestID, _ content: HTTPRequest, at moment: Moment) {
        heard.append(.requested(request, content))
        if let answer = answers(content) { commands.append(.answer(request, answer)) }
    }

    mutating func opened(_ connection: ConnectionID, target: String, at moment: Moment) -> Bool {
        heard.append(.opened(connection, target: target))
        return !target.hasPrefix(refused)
    }

    mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {
        received += 1
        if keepsTexts { heard.append(.received(connection, String(decoding: text, as: UTF8.self))) }
        if echoes { commands.append(.send(connection, Array(text))) }
    }

    mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {
        heard.append(.ponged(connection, payload))
    }

    mutating func closed(_ connection: ConnectionID, at moment: Moment) {
        heard.append(.closed(connection))
    }

    mutating func wake(at moment: Moment) { wakesAt = .max }

    mutating func takeCommands() -> [ServerCommand] {
        defer { commands = [] }
        return commands
    }

    /// The connections that were opened, in order.
    var openedIDs: [ConnectionID] {
        heard.compactMap { if case .opened(let id, _) = $0 { id } else { nil } }
    }
}
