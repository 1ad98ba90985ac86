import Executor
import Foundation
import Market
import Messages
import Stages
import Storage
import Testing

/// A run that goes on where the last one ended.
@Suite(.serialized, .timeLimit(.minutes(10))) final class KeepStateTests {
    private let scratch: Scratch
    private let pairs = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test func `positions, fills and the moment are kept, older data is refused, and a fresh run begins empty`() throws {
        let first = try up("--to", "2025-05-05T21:40")
        let kept = try books()
        #expect(kept.fills.count == Int(Pipeline.figure(first, "total", "fills")) && !kept.fills.isEmpty)
        for pair in pairs { #expect(kept.position(pair) == Pipeline.figure(first, pair, "position"), "\(pair)") }

        let second = try up("--keep-state", "--to", "2025-05-06T06:00")
        #expect(second["from"] as? String == "2025-05-05T21:40:00.000Z", "it goes on with the next candle")
        let l4 = try scratch.read("log/l4-meta.0.log")
        #expect(l4.contains("takes over what run 1 learned"), "\(l4)")
        let after = try books()
        #expect(after.fills.starts(with: kept.fills), "what was filled before is still there")
        #expect(after.fills.count == kept.fills.count + Int(Pipeline.figure(second, "total", "fills")))
        for pair in pairs {
            let moved = after.fills.dropFirst(kept.fills.count).filter { $0.symbol == Self.table.symbol(named: pair) }
                .reduce(0) { $0 + $1.quantity.double * Double($1.side.sign) }
            #expect(abs(after.position(pair) - kept.position(pair) - moved) < 1e-9, "\(pair)")
        }

        let older = try Pipeline(scratch.path, "--keep-state", "--from", "2025-05-05").finish()
        #expect(older.status == 1)
        #expect(older.output.contains("ends at 2025-05-06T05:59:00.000Z"), "\(older.output)")
        #expect(older.output.contains("begins at 2025-05-05T00:00:00.000Z"), "\(older.output)")
        let nothing = try Pipeline(scratch.path, "--keep-state", "--to", "2025-05-06").finish()
        #expect(nothing.status == 1 && nothing.output.contains("holds nothing later"), "\(nothing.output)")
        #expect(try books().fills == after.fills, "a refusal touches nothing")

        _ = try up("--to", "2025-05-04T15:45")
        #expect(try books().fills.isEmpty)
        let old = try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0.hasPrefix("state.before") }
        #expect(old == ["state.before-run-3"])
    }

    private func up(_ words: String...) throws -> [String: Any] {
        let pipeline = try Pipeline(scratch.path, ["--speed", "100000"] + words)
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        return try pipeline.summary()
    }

    private static let table = InstrumentTable(
        ["BTC/USDT", "ETH/USDT", "SOL/USDT"].map {
            Instrument(
                name: $0, market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero, maxQuantity: .zero,
                minNotional: .zero)
        })

    private func books() throws -> Books {
        var books = Books(table: Self.table)
        for record in try RecordStore("\(scratch.path)/state/executor.sqlite", instruments: Self.table).load() {
            books.take(record)
        }
        return books
    }

    /// The executor's durable books.
    private struct Books {
        let table: InstrumentTable
        var fills: [Fill] = []
        var positions: [SymbolID: Quantity] = [:]

        mutating func take(_ record: Record) {
            switch record {
            case .fill(let fill): fills.append(fill)
            case .account(let account) where account.symbol != .none: positions[account.symbol] = account.total
            default: break
            }
        }

        func position(_ pair: String) -> Double {
            table.symbol(named: pair).flatMap { positions[$0] }?.double ?? 0
        }
    }
}
