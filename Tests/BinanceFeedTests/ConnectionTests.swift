import Exchanges
import Market
import Messages
import Testing

@testable import BinanceFeed

@Suite struct ConnectionTests {
    private func opens(_ exchange: FakeExchange) -> Int {
        exchange.log.count { if case .open = $0 { true } else { false } }
    }

    /// Lets time pass while both symbols' streams tell something ten times a second.
    private func trade(_ exchange: FakeExchange, seconds: Int) {
        for _ in 0..<seconds * 10 {
            for symbol in exchange.market.instruments.symbols {
                exchange.tellDepth(symbol)
                exchange.tellTicker(symbol)
                exchange.tellTrade(symbol)
            }
            exchange.run(seconds: 0.1)
        }
    }

    @Test func `a connection that tells something every second stands`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        trade(exchange, seconds: 200)
        #expect(opens(exchange) == 1 && exchange.core.connections.losses == 0)
    }

    @Test func `a ping without a pong ends the connection, whatever else it tells`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.answersPings = false
        trade(exchange, seconds: 30)
        #expect(opens(exchange) == 2)
        #expect(exchange.notices.contains { $0.contains("a ping was not answered within 10 s") })
    }

    @Test func `a connection that answers pings and tells nothing is ended`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.run(seconds: 56)
        #expect(opens(exchange) == 1)
        exchange.run(seconds: 4)
        #expect(opens(exchange) == 2)
        #expect(exchange.notices.contains { $0.contains("it told nothing for 60 s") })
    }

    @Test func `messages that all come late end the connection`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.lag = 6 * FakeExchange.second
        trade(exchange, seconds: 22)
        #expect(opens(exchange) >= 2)
        #expect(exchange.notices.contains { $0.contains("ms behind for 10 s") })
    }

    @Test func `one late message among others ends nothing`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        for round in 0..<200 {
            exchange.lag = round % 10 == 0 ? 20 * FakeExchange.second : 0
            exchange.tellTrade(SymbolID(0))
            exchange.run(seconds: 0.1)
        }
        #expect(opens(exchange) == 1)
    }

    @Test func `a stream that is acknowledged and never tells anything is found, told and asked for again`() throws {
        let exchange = try FakeExchange()
        exchange.mute = ["btcusdt@bookTicker"]
        exchange.start()
        trade(exchange, seconds: 70)
        let told = exchange.notices.filter { $0.contains("btcusdt@bookTicker") }
        #expect(told == ["hears nothing of btcusdt@bookTicker, and subscribes once more"])
        #expect(exchange.log.last {
            if case .send = $0 { true } else { false }
        } == .send(ConnectionID(1), "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@bookTicker\"],\"id\":2}"))
        #expect(opens(exchange) == 1)
    }

    @Test func `streams that all fell silent are asked for in as few messages as they need`() throws {
        let exchange = try FakeExchange((0..<30).map { "C\($0)/USDT" })
        exchange.mute = Set((0..<30).map { "c\($0)usdt@bookTicker" })
        exchange.start()
        trade(exchange, seconds: 70)
        let sends = exchange.log.filter { if case .send = $0 { true } else { false } }
        #expect(sends.count <= 4)
        #expect(exchange.notices.count == 30 && opens(exchange) == 1)
    }

    @Test func `a socket that never stands, and a subscription that is not answered, are given up`() throws {
        let exchange = try FakeExchange()
        exchange.ignoresConnections = true
        exchange.run(seconds: 40)
        #expect(opens(exchange) >= 2)
        #expect(exchange.notices.contains { $0.contains("did not stand within 15 s") })
        exchange.ignoresConnections = false
        exchange.answersSubscriptions = false
        exchange.run(seconds: 60)
        #expect(exchange.notices.contains { $0.contains("a subscription was not answered within 15 s") })
    }

    @Test func `refused connections are tried again with growing delays by chance, the same for a seed`() throws {
        func delays(_ seed: UInt64) throws -> [Int64] {
            let exchange = try FakeExchange(seed: seed)
            exchange.refusesConnections = true
            var times: [Int64] = []
            for _ in 0..<2000 {
                let before = opens(exchange)
                exchange.run(seconds: 0.1)
                if opens(exchange) > before { times.append(exchange.now / FakeExchange.millisecond) }
            }
            return times
        }
        let first = try delays(7)
        #expect(try delays(7) == first)
        #expect(try delays(8) != first)
        let gaps = zip(first.dropFirst(), first).map { $0 - $1 }
        #expect(gaps.allSatisfy { $0 <= 30_200 } && gaps.count > 5)
        #expect((gaps.first ?? .max) <= 400)
    }

    @Test func `attempts keep to their number in five minutes`() throws {
        let exchange = try FakeExchange {
            $0.longestDelay = 1_000_000
            $0.attemptsPerFiveMinutes = 20
        }
        exchange.refusesConnections = true
        exchange.run(seconds: 290)
        #expect(opens(exchange) == 20)
        exchange.run(seconds: 300)
        #expect(opens(exchange) == 40)
    }

    @Test func `a refused stream is found in its message, told by name, and the others flow`() throws {
        let exchange = try FakeExchange()
        exchange.refused = ["ethusdt@aggTrade"]
        exchange.start()
        exchange.run(seconds: 5)
        #expect(exchange.notices == ["was refused ethusdt@aggTrade: 2 Invalid request: invalid stream"])
        #expect(exchange.subscribed[ConnectionID(1)]?.count == 7)
        #expect(opens(exchange) == 1)
    }

    @Test func `messages to the exchange keep to five a second on spot`() throws {
        let exchange = try FakeExchange((0..<240).map { "C\($0)/USDT" }) { $0.streamsPerMessage = 10 }
        exchange.run(seconds: 60)
        #expect(exchange.subscribed.values.map(\.count).sorted() == [960])
        #expect(exchange.mostSentPerSecond <= 5)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `before the day's end a new connection takes over, and nothing is lost or doubled`(seed: UInt64) throws {
        let exchange = try FakeExchange(seed: seed) {
            $0.connectionLife = 40 * FakeExchange.second
            $0.connectionLifeJitter = 5 * FakeExchange.second
        }
        exchange.start()
        exchange.events.removeAll()
        let before = exchange.market.tradeIDs
        let snapshots = exchange.snapshotCount
        trade(exchange, seconds: 90)
        #expect(opens(exchange) == 3 && exchange.subscribed.count == 1)
        #expect(exchange.snapshotCount == snapshots && exchange.core.connections.losses == 0)
        for symbol in exchange.market.instruments.symbols {
            let ids = exchange.events.compactMap { event -> Int64? in
                if case .trade(let trade) = event.message, trade.symbol == symbol { trade.tradeID } else { nil }
            }
            #expect(ids == Array(before[symbol.int] + 1...exchange.market.tradeIDs[symbol.int]))
            #expect(!exchange.core.books.isWaiting(symbol) && exchange.core.books.breaks(symbol) == 0)
        }
        #expect(exchange.core.trades.duplicates > 0)
        #expect(!exchange.events.contains { if case .depth(let depth) = $0.message { depth.isSnapshot } else { false } })
    }

    @Test func `a word of the exchange's shutdown is answered by a new connection at once`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.give(
            "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1}}", to: ConnectionID(1))
        exchange.run(seconds: 0.01)
        #expect(opens(exchange) == 2)
        trade(exchange, seconds: 10)
        #expect(Set(exchange.subscribed.keys) == [ConnectionID(2)])
        #expect(exchange.core.connections.losses == 0 && exchange.core.complaints.count == 0)
    }

    @Test func `where the old connection ends while the new one is being made, the new one goes on`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.core.connections.renew(ConnectionID(1), at: exchange.now)
        exchange.run(seconds: 2)
        #expect(exchange.subscribed.count == 2)
        exchange.cut(ConnectionID(1))
        exchange.events.removeAll()
        trade(exchange, seconds: 2)
        #expect(opens(exchange) == 2 && exchange.snapshotCount == 2)
        #expect(exchange.events.contains { $0.message.kind == .depth })
    }
}
