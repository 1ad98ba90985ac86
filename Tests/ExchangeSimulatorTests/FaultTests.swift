import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct FaultTests {
    private func bench(_ market: MarketKind = .spot, _ terms: SimulatorTerms = SimulatorTerms()) -> Bench {
        Bench(wandering(30, seed: 9), market, terms)
    }

    @Test func `answers are late, broken or none at all, as often as it was asked for`() throws {
        var bench = bench()
        try bench.expect("/sim/fault/late?ms=2000&at=/time&count=2", .post, status: 200)
        try bench.expect("/api/v3/ping", status: 200)
        for _ in 0..<2 {
            let answer = bench.ask("/api/v3/time")
            #expect(answer == nil)
        }
        try bench.expect("/api/v3/time", status: 200)
        bench.go(milliseconds: 1999)
        #expect(bench.simulator.later.count == 2)
        bench.go(milliseconds: 1)
        #expect(bench.simulator.later.isEmpty)
        for (fault, status) in [("status?status=503", 503), ("status?status=504", 504), ("status", 500)] {
            try bench.expect("/sim/fault/\(fault)", .post, status: 200)
            try bench.expect("/api/v3/time", status: status)
            try bench.expect("/api/v3/time", status: 200)
        }
        try bench.expect("/sim/fault/drop", .post, status: 200)
        let none = bench.ask("/api/v3/time")
        #expect(none == nil)
        guard case .drop = bench.commands.last else {
            Issue.record("nothing was dropped")
            return
        }
    }

    @Test func `an address is refused and banned on request, and let in again`() throws {
        var bench = bench()
        try bench.expect("/sim/fault/429", .post, status: 200)
        try bench.expect("/api/v3/time", status: 429)
        bench.go(milliseconds: 60_000)
        try bench.expect("/api/v3/time", status: 200)
        try bench.expect("/sim/fault/418?ms=5000", .post, status: 200)
        try bench.expect("/api/v3/time", status: 418)
        bench.go(milliseconds: 5000)
        try bench.expect("/api/v3/time", status: 200)
        try bench.expect("/sim/fault/nothing", .post, status: 404)
    }

    @Test(arguments: [
        "late?ms=9223372036854775807", "late?ms=-1", "late?ms=x", "418?ms=86400001", "clock?ms=-86400001", "silent?ms=-5",
        "late?count=-1", "late?count=9223372036854775807", "status?status=200", "status?status=600", "disconnect?status=500",
        "disconnect?status=-9223372036854775808", "late?moon=1", "late?ms=",
    ])
    func `a fault that can't be is refused, and changes nothing`(fault: String) throws {
        var bench = bench()
        try bench.expect("/sim/fault/\(fault)", .post, status: 400)
        #expect(bench.simulator.faults.isEmpty)
        try bench.expect("/api/v3/time", status: 200)
    }

    @Test func `a clock goes back by a day at most`() throws {
        var bench = bench()
        try bench.expect("/sim/fault/clock?ms=-86400000", .post, status: 200)
        try bench.expect("/api/v3/time", status: 200)
    }

    @Test func `sockets are cut, closed or left half open`() throws {
        var bench = bench()
        let (one, other, third) = (try bench.open("/ws/btcusdt@trade"), try bench.open("/ws/btcusdt@depth"), try bench.open("/ws/btcusdt@ticker"))
        try bench.expect("/sim/fault/disconnect?at=@trade", .post, status: 200)
        try bench.expect("/sim/fault/disconnect?at=@depth&status=1001", .post, status: 200)
        try bench.expect("/sim/fault/half-open?at=@ticker", .post, status: 200)
        #expect(
            bench.commands == [
                .cut(ConnectionID(one)), .close(ConnectionID(other), code: 1001, reason: ""),
                .silence(ConnectionID(third)),
            ])
        bench.go(milliseconds: 200_000)
        #expect(bench.heard.isEmpty && bench.commands.count == 3)
    }

    /// A missed change of the book: the ids show it, and a snapshot mends it.
    @Test(arguments: [MarketKind.spot, .um])
    func `a gap in the book is seen by its ids, and mended by a snapshot`(market: MarketKind) throws {
        var bench = bench(market)
        let socket = try bench.open(market == .spot ? "/ws/btcusdt@depth@100ms" : "/public/ws/btcusdt@depth@100ms")
        let path = market == .spot ? "/api/v3/depth?symbol=BTCUSDT" : "/fapi/v1/depth?symbol=BTCUSDT&limit=1000"
        var book = LocalBook(bench.object(path), isFutures: market == .um)
        bench.go(milliseconds: 10_000)
        for event in bench.events(socket) { book.take(event) }
        #expect(book.gaps == 0)
        try bench.expect("/sim/fault/gap?at=btcusdt", .post, status: 200)
        bench.go(milliseconds: 10_000)
        for event in bench.events(socket) { book.take(event) }
        #expect(book.gaps == 1)
        book = LocalBook(bench.object(path), isFutures: market == .um)
        bench.go(milliseconds: 10_000)
        for event in bench.events(socket) { book.take(event) }
        #expect(book.gaps == 0)
    }

    @Test func `events come twice or out of order, and a stream falls silent`() throws {
        var bench = bench()
        let socket = try bench.open("/ws/btcusdt@trade")
        func ids() -> [Int64] { bench.events(socket).map { whole($0["t"]) } }
        bench.go(milliseconds: 10_000)
        let before = ids()
        #expect(before == Array(before[0]..<before[0] + Int64(before.count)))
        try bench.expect("/sim/fault/duplicate?at=@trade", .post, status: 200)
        bench.go(milliseconds: 10_000)
        let twice = ids()
        #expect(twice[0] == twice[1] && Set(twice).count == twice.count - 1)
        try bench.expect("/sim/fault/reorder", .post, status: 200)
        bench.go(milliseconds: 10_000)
        let turned = ids()
        #expect(turned[0] == turned[1] + 1 && turned.sorted() == Array(turned[1]..<turned[1] + Int64(turned.count)))
        try bench.expect("/sim/fault/silent?at=@trade&ms=5000", .post, status: 200)
        bench.go(milliseconds: 4999)
        #expect(ids().isEmpty)
        bench.go(milliseconds: 10_000)
        #expect(!ids().isEmpty)
    }

    @Test func `a clock that is off shows in times and events, and not in candles`() throws {
        var bench = bench()
        let socket = try bench.open("/ws/btcusdt@trade")
        try bench.expect("/sim/fault/clock?ms=-1500", .post, status: 200)
        let now = bench.simulator.time(at: bench.moment).milliseconds
        #expect(whole(bench.object("/api/v3/time")["serverTime"]) == now - 1500)
        bench.go(milliseconds: 10_000)
        let events = bench.events(socket)
        #expect(!events.isEmpty && events.allSatisfy { whole($0["E"]) == whole($0["T"]) - 1500 })
        try bench.expect("/sim/clear", .post, status: 200)
        #expect(whole(bench.object("/api/v3/time")["serverTime"]) == now + 10_000)
    }

    @Test func `spot says that it goes down, and is gone a second later`() throws {
        var bench = bench()
        let (bare, named) = (try bench.open("/ws"), try bench.open("/stream"))
        try bench.expect("/sim/fault/shutdown?ms=1000", .post, status: 200)
        #expect(bench.heard[bare]?.first?.hasPrefix(#"{"e":"serverShutdown","E":"#) == true)
        #expect(bench.heard[named]?.first?.hasPrefix(#"{"stream":"!serverShutdown","data":{"#) == true)
        bench.go(milliseconds: 1000)
        #expect(bench.commands == [.cut(ConnectionID(bare)), .cut(ConnectionID(named))])
    }

    /// A market that stands goes on when it is told to, and only then.
    @Test func `a market of speed 0 goes on when it is told to`() throws {
        var bench = bench(.spot, SimulatorTerms(speed: 0))
        let socket = try bench.open("/ws/btcusdt@kline_1m")
        bench.go(milliseconds: 120_000)
        #expect(whole(bench.object("/api/v3/time")["serverTime"]) == day.milliseconds)
        #expect(bench.events(socket).isEmpty)
        try bench.expect("/sim/advance", .post, status: 200)
        #expect(whole(bench.object("/api/v3/time")["serverTime"]) == day.milliseconds + 60_000)
        let closed = bench.events(socket).filter { ($0["k"] as? [String: Any])?["x"] as? Bool == true }
        #expect(closed.count == 1)
        try bench.expect("/sim/advance?ms=250", .post, status: 200)
        #expect(whole(bench.object("/api/v3/time")["serverTime"]) == day.milliseconds + 60_250)
        try bench.expect("/sim/advance?ms=0", .post, status: 400)
        let status = bench.object("/sim/status")
        #expect(whole(status["time"]) == day.milliseconds + 60_250 && whole(status["connections"]) == 1)
        var running = self.bench()
        try running.expect("/sim/advance", .post, status: 409)
    }

    @Test func `the present is the data moved to it, minute to minute`() throws {
        var bench = bench(.um, SimulatorTerms(clock: .now))
        let wall = bench.moment.wall
        #expect(whole(bench.object("/fapi/v1/time")["serverTime"]) == wall.milliseconds)
        let rows = bench.rows("/fapi/v1/klines?symbol=BTCUSDT&interval=1m")
        #expect(rows.count == 1 && whole(rows[0][0]) == wall.floor(to: .minutes(1)).milliseconds)
        // The minute's first seconds have been traded already.
        #expect(whole(rows[0][8]) > 3)
        bench.go(milliseconds: 60_000)
        let own = wandering(1, seed: 9)[0]
        let closed = bench.rows("/fapi/v1/klines?symbol=BTCUSDT&interval=1m")[0]
        #expect(raw(closed[1]) == own.open.raw && raw(closed[4]) == own.close.raw)
    }

    @Test func `the market's seconds go by the speed, and so do a socket's`() throws {
        var bench = bench(.spot, SimulatorTerms(speed: 20))
        _ = try bench.open("/ws")
        bench.go(milliseconds: 10_000)
        let time = bench.simulator.time(at: bench.moment)
        #expect(time == day + .seconds(200))
        #expect(bench.commands.count == 10)
    }
}
