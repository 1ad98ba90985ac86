import Configuration
@testable import Engine
@testable import Exchanges
@testable import Files
@testable import Hosting
@testable import Journals
import L2Tactic
import Market
import Messages
import PaperVenue
import Testing

/// The recorded sample through everything in one process.
@Suite struct SampleTests {
    private func events(_ settings: Settings, to end: String) throws -> [MarketEvent] {
        var source = try RecordedData.open("samples/klines", settings, to: end)
        return try source.all()
    }

    /// A position may be open for no step without a stop for all of it.
    @Test func `through the sample's first week a stop rests wherever a position is open`() throws {
        let house = House(at: .zero)
        let events = try events(house.settings, to: "2025-05-11")
        var open = 0
        for event in events {
            house.host.feed(event.message, at: event.time)
            open += try checkStops(house, at: event.time)
        }
        #expect(open > 1_000 && house.log.fills.count > 20)
    }

    /// Checks every symbol; answers how many positions were open.
    private func checkStops(_ house: House, at time: Timestamp) throws -> Int {
        let venue = try #require(house.venue).venue
        var open = 0
        for symbol in house.settings.instruments.symbols where !venue.symbols[symbol.int].position.isFlat {
            open += 1
            let held = venue.symbols[symbol.int].position.quantity
            let stops = venue.rows.filter { $0.rests(for: symbol) }.map(\.order.intent)
            let guarded = stops.reduce(Quantity.zero) { $0 + $1.quantity }
            #expect(guarded == held.magnitude, "\(time): \(held) held, stops for \(guarded)")
            #expect(stops.allSatisfy { $0.side == (held.isPositive ? .sell : .buy) })
        }
        return open
    }

    @Test func `twice over the same data everything said has the same id, cause and content`() throws {
        func run() throws -> (journal: String, frames: [String]) {
            let sink = MemorySink()
            let log = FrameLog()
            let settings = Settings.standard
            var host = StageFactory.whole(settings, run: 1)
            let hashes = JournalHashes(configuration: 1, instruments: 2, data: 3)
            host.observer = ObserverGroup([OutputJournal(sink, settings.instruments, run: 1, hashes: hashes), log])
            var runner = Runner(host)
            _ = try runner.run(RecordedData.open("samples/klines", settings, to: "2025-05-06"))
            return (sink.text, log.frames.map { "\($0.id.raw) \($0.causes) \($0.time) \($0.message)" })
        }
        let (first, second) = (try run(), try run())
        #expect(first.journal == second.journal && first.journal.contains("\"said\":\"fills/"))
        #expect(first.frames == second.frames)
        let ids = first.frames.map { $0.prefix { $0 != " " } }
        #expect(Set(ids).count == ids.count, "no id is given twice")
    }

    @Test(arguments: ["BTC/USDT", "ETH/USDT", "SOL/USDT"])
    func `a symbol alone has the candles and indicators that it has among others`(_ name: String) throws {
        let among = try readings(of: name, .standard)
        let alone = try readings(of: name, .standard.alone(name))
        #expect(among.count > 200)
        #expect(among == alone)
    }

    /// What is known of a symbol at the close of every quarter of an hour, as text.
    private func readings(of name: String, _ settings: Settings) throws -> [String] {
        let house = House(settings, at: .zero)
        let symbol = try #require(settings.instruments.symbol(named: name))
        var found: [String] = []
        for event in try events(settings, to: "2025-05-07") {
            house.host.feed(event.message, at: event.time)
            guard event.message.symbol == symbol, event.time.floor(to: .minutes(15)) == event.time else { continue }
            let stage = try #require(house.host.stage(L2TacticStage.self))
            for timeframe in [Timeframe.m5, .m15] {
                let chart = try #require(stage.chart(of: symbol, timeframe))
                found.append("\(event.time) \(chart.currentATR ?? .nan) \(chart.currentVolatility ?? .nan)")
            }
        }
        for frame in house.log.frames where frame.message.symbol == symbol {
            if case .kline(let kline) = frame.message { found.append("\(kline.candle)") }
        }
        return found
    }
}

extension VenueRow {
    /// Whether it is a stop that protects a position now.
    fileprivate func rests(for symbol: SymbolID) -> Bool {
        order.intent.symbol == symbol && order.intent.purpose == .stop && !order.status.isFinal
    }
}
