import Exchanges
import Foundation
import Market
import Messages

@testable import OKXFeed

/// The recorded seconds of BTC-USDT (Tests/Fixtures/recordings), and tapes of them.
enum Recording {
    static let symbol = SymbolID(0)
    /// The lines, each as a time and a message.
    static let lines: [[UInt8]] = {
        let tool = Process()
        let output = Pipe()
        tool.executableURL = URL(fileURLWithPath: "/bin/gzip")
        tool.arguments = ["-dc", "Tests/Fixtures/recordings/okx/BTC-USDT.txt.gz"]
        tool.standardOutput = output
        do { try tool.run() } catch { return [] }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        tool.waitUntilExit()
        return data.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }()

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
