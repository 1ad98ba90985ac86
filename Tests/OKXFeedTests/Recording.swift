import Exchanges
import Market
import Messages
import TestSupport

@testable import OKXFeed

/// Tapes of the recorded seconds of BTC-USDT.
enum Recording {
    static let symbol = SymbolID(0)
    static var lines: [[UInt8]] { OKXRecording.lines }

    static func table(_ pairs: [String] = ["BTC/USDT"]) -> InstrumentTable {
        InstrumentTable(
            pairs.map {
                Instrument(
                    name: $0, market: .spot, tickSize: Price(raw: 10_000_000), stepSize: Quantity(raw: 1),
                    minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(9000), minNotional: .zero)
            })
    }

    static func tape(_ lines: [[UInt8]] = lines, _ pairs: [String] = ["BTC/USDT"]) throws -> OKXTape {
        var rest = lines[...]
        return try OKXTape("tape", table(pairs)) { rest.popFirst() }
    }

    static func tape(_ lines: [String]) throws -> OKXTape { try tape(lines.map { Array($0.utf8) }) }

    /// All that a tape gives.
    static func events(_ tape: inout OKXTape) throws -> [MarketEvent] {
        var events: [MarketEvent] = []
        while let event = try tape.nextRecorded() { events.append(event) }
        return events
    }
}
