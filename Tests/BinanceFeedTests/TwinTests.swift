import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import BinanceFeed

/// Whatever two connections tell of the same messages, in whatever order, listeners hear them once.
@Suite struct TwinTests {
    private func messages(_ exchange: FakeExchange, _ random: inout SeededGenerator) -> [String] {
        (0..<300).map { _ in
            let symbol = SymbolID(Int.random(in: 0...1, using: &random))
            let time = exchange.serverTime
            func wrapped(_ kind: String, _ data: String) -> String {
                "{\"stream\":\"\(exchange.market.stream(symbol, kind))\",\"data\":\(data)}"
            }
            switch Int.random(in: 0...2, using: &random) {
            case 0: return wrapped("depth@100ms", exchange.market.nextDiff(symbol, at: time))
            case 1: return wrapped("aggTrade", exchange.market.nextTrade(symbol, at: time))
            default: return wrapped("bookTicker", exchange.market.ticker(symbol))
            }
        }
    }

    private func started(_ kind: MarketKind, _ seed: UInt64) throws -> FakeExchange {
        let exchange = try FakeExchange(market: kind, seed: seed) { $0.overlap = .max }
        exchange.start()
        return exchange
    }

    @Test(arguments: [MarketKind.spot, .um], Array(UInt64(1)...20))
    func `any order and doubling over two connections gives the events of one`(kind: MarketKind, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let single = try started(kind, seed)
        let (told, count) = (messages(single, &random), single.events.count)
        for text in told { single.give(text, to: ConnectionID(1)) }
        single.settle()

        let twin = try started(kind, seed)
        for id in twin.subscribed.keys { twin.core.connections.renew(id, at: twin.now) }
        twin.run(seconds: 3)
        #expect(twin.subscribed.count == (kind == .spot ? 2 : 4))
        #expect(twin.events.count == count)
        let lines = kind == .spot ? [ConnectionID(1), ConnectionID(2)] : [ConnectionID(1), ConnectionID(3)]
        var places = [0, 0]
        while places != [told.count, told.count] {
            let line = Int.random(in: 0...1, using: &random)
            if places[line] > 0, random.once(in: 5) {
                let again = Int.random(in: max(0, places[line] - 20)..<places[line], using: &random)
                twin.give(told[again], to: lines[line])
            } else if places[line] < told.count {
                twin.give(told[places[line]], to: lines[line])
                places[line] += 1
            }
        }
        twin.settle()
        #expect(
            twin.events.map(\.message) == single.events.map(\.message), "seed \(seed)")
        #expect(single.events.count > count + 200)
        #expect(twin.core.complaints.count == 0)
    }

    @Test(arguments: Array(UInt64(1)...20))
    func `where the second connection begins in between and is ahead, nothing is lost either`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let single = try started(.spot, seed)
        let told = messages(single, &random)
        for text in told { single.give(text, to: ConnectionID(1)) }
        single.settle()

        let twin = try started(.spot, seed)
        twin.core.connections.renew(ConnectionID(1), at: twin.now)
        twin.run(seconds: 3)
        let start = Int.random(in: 20..<200, using: &random)
        for text in told[..<start] { twin.give(text, to: ConnectionID(1)) }
        var (old, new) = (start, start + Int.random(in: 1...10, using: &random))
        while old < told.count || new < told.count {
            if new < told.count, random.once(in: 2) || old == told.count {
                twin.give(told[new], to: ConnectionID(2))
                new += 1
            } else if old < told.count {
                twin.give(told[old], to: ConnectionID(1))
                old += 1
            }
        }
        twin.settle()
        func kept(_ exchange: FakeExchange) -> [Message] {
            exchange.events.map(\.message).filter { $0.kind != .ticker }.sorted { $0.symbol < $1.symbol }
        }
        func split(_ messages: [Message], _ kind: MessageKind) -> [Message] { messages.filter { $0.kind == kind } }
        for kind in [MessageKind.depth, .trade] {
            #expect(split(kept(twin), kind) == split(kept(single), kind), "seed \(seed)")
        }
        #expect(twin.snapshotCount == single.snapshotCount)
    }
}
