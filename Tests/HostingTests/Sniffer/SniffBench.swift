import Configuration
@testable import Control
import Market
import Messages
import TestSupport
import Testing

/// What tests of the sniffer's core stand on: frames as a process encodes them, and a session that looks on.
struct SniffBench {
    let instruments = Settings.standard.instruments
    let encoder = FrameEncoder(Settings.standard.instruments)

    /// The header of one frame of a run.
    static func header(
        _ sequence: UInt64, from source: Label = "l2-tactic.0", epoch: UInt32 = 1, run: UInt32 = 7
    ) -> Header {
        var header = Header()
        header.source = source
        header.sequence = sequence
        header.epoch = epoch
        header.run = run
        header.time = Timestamp(milliseconds: 1_746_372_960_000)
        return header
    }

    static func ticker(_ symbol: Int = 0) -> Message {
        var ticker = Ticker()
        ticker.symbol = SymbolID(symbol)
        ticker.last = Price(95_000.5) ?? .zero
        return .ticker(ticker)
    }

    static func bytes(upTo most: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let count = Int.random(in: 0...most, using: &generator)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    func bytes(_ message: Message, _ header: Header) throws -> [UInt8] {
        Array(try encoder.encode(message, header))
    }

    func topic(_ message: Message) -> [UInt8] { Array(TopicCatalogue.topic(of: message, instruments).utf8) }

    func session(
        _ change: (inout SniffOptions) -> Void = { _ in }, began: Timestamp = .zero
    ) -> SniffSession {
        var options = SniffOptions()
        change(&options)
        return SniffSession(instruments, options, began: began)
    }

    func take(
        _ message: Message, _ header: Header, into session: inout SniffSession, at received: Timestamp = .zero
    ) throws {
        session.take(topic: topic(message), payload: try bytes(message, header), at: received)
    }
}
