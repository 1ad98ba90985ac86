import Exchanges
import Market
import TestSupport

@testable import OKXFeed

/// A server of OKX's public API that knows a recording: each channel that is asked for is given, and with the
/// book's all that was recorded is told.
struct RecordedServer: ServerCore {
    private var commands: [ServerCommand] = []
    /// Where connections were opened, by their order.
    private(set) var targets: [String] = []
    /// What was asked for by HTTP.
    private(set) var requests: [String] = []
    private var isTold = false

    var wakesAt: Int64 { .max }

    mutating func requested(_ request: ExchangeRequestID, _ content: HTTPRequest, at moment: Moment) {
        requests.append(content.target)
        let body = TapeExchange.answer(
            to: content, at: Timestamp(milliseconds: 1_652_459_225_500), ["BTC-USDT"])
        commands.append(.answer(request, HTTPResponse(status: 200, body: body)))
    }

    mutating func opened(_ connection: ConnectionID, target: String, at moment: Moment) -> Bool {
        targets.append(target)
        return target.hasPrefix("/ws/v5/")
    }

    mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {
        let text = String(decoding: text, as: UTF8.self)
        for answer in TapeExchange.answers(to: text) { commands.append(.send(connection, answer)) }
        guard text.contains("books"), !isTold else { return }
        isTold = true
        commands += OKXRecording.messages.map { .send(connection, $0) }
    }

    mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {}

    mutating func closed(_ connection: ConnectionID, at moment: Moment) {}

    mutating func wake(at moment: Moment) {}

    mutating func takeCommands() -> [ServerCommand] {
        defer { commands = [] }
        return commands
    }
}
