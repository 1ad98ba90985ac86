import BinanceFeed
import ExchangeSimulator
import Exchanges
import Market
import Testing

/// History by HTTP, from the exchange's simulator in memory.
struct HistoryTests {
    private static let start = HistoryDesk.day - .minutes(1500)

    /// The first column of each line: open times, or numbers of trades.
    private static func keys(_ lines: [String]?) -> [Int64] {
        (lines ?? []).compactMap { $0.split(separator: ",").first.flatMap { Int64($0) } }
    }

    private static func minutes(_ from: Timestamp, _ count: Int) -> [Int64] {
        (0..<count).map { (from + .minutes(Int64($0))).milliseconds }
    }

    private static func whole(_ market: MarketKind = .spot, fault: Fault? = nil) throws -> HistoryDesk {
        var desk = try HistoryDesk(market)
        desk.fetch([HistoryPiece("BTCUSDT", .candles(.m1), from: start, to: HistoryDesk.day)]) {
            if let fault { $0.simulator.apply(fault, at: $0.moment) }
        }
        return desk
    }

    @Test(arguments: [MarketKind.spot, .um]) func `candles come page by page, each once`(market: MarketKind) throws {
        let desk = try Self.whole(market)
        #expect(desk.finished == [0] && desk.refusals.isEmpty && desk.notices.isEmpty)
        #expect(Self.keys(desk.lines[0]) == Self.minutes(Self.start, 1500))
        #expect(desk.lines[0]?.allSatisfy { $0.split(separator: ",").count == 12 } == true)
        // Time, pairs, and two pages.
        #expect(desk.asked.count == 4, "\(desk.asked)")
    }

    /// One answer of each kind goes wrong at first, then many.
    @Test(arguments: [1, 3, 6]) func `nothing is lost or doubled, whatever goes wrong`(count: Int) throws {
        let wanted = try Self.whole().lines[0]
        for fault in [
            Fault(.drop, place: "/klines", count: count), Fault(.status, status: 503, place: "/klines", count: count),
            Fault(.late, milliseconds: 1000, place: "/klines", count: count),
            // Beyond the time that an answer may take.
            Fault(.late, milliseconds: 11_000, place: "/klines", count: count),
            Fault(.weight), Fault(.ban, milliseconds: 150_000),
        ] {
            let desk = try Self.whole(fault: fault)
            #expect(desk.finished == [0] && desk.lines[0] == wanted, "\(fault)")
            let isSilent = fault.kind == .late && fault.milliseconds == 1000
            #expect(desk.notices.isEmpty == isSilent, "\(fault): \(desk.notices)")
        }
    }

    @Test func `the exchange is left in peace as long as it wants`() throws {
        for fault in [Fault(.weight), Fault(.ban, milliseconds: 150_000)] {
            let desk = try Self.whole(fault: fault)
            let refused = try #require(desk.asked.dropFirst(2).first)
            let next = try #require(desk.asked.dropFirst(3).first)
            let least: Int64 = fault.kind == .ban ? 149_000_000_000 : 1_000_000_000
            #expect(next.at - refused.at >= least && next.target == refused.target)
            #expect(desk.notices.first?.contains("wants no requests for") == true, "\(desk.notices)")
        }
    }

    @Test func `no minute costs more than its share of the exchange's weight`() throws {
        var desk = try HistoryDesk(.um) { $0.weightShare = 0.01 }
        let pieces = (0..<60).map { index in
            HistoryPiece(
                "BTCUSDT", .candles(.m1), from: Self.start + .minutes(25 * Int64(index)),
                to: Self.start + .minutes(25 * Int64(index) + 25))
        }
        desk.fetch(pieces)
        #expect(desk.finished.count == 60 && desk.notices.isEmpty)
        // Of 2400 a minute 24 may be used, and a page weighs five.
        var byMinute: [Int64: Int] = [:]
        for page in desk.asked where page.target.contains("/klines") { byMinute[page.at / 60_000_000_000, default: 0] += 1 }
        #expect(byMinute.values.max() ?? 99 <= 8, "\(byMinute)")
        #expect(byMinute.count >= 12)
    }

    @Test func `what is there already is not asked for again`() throws {
        let wanted = try #require(try Self.whole().lines[0])
        for kept in [1, 700, 1000, 1499, 1500] {
            var desk = try HistoryDesk(.spot)
            let after = HistoryPlace(time: Self.start + .minutes(Int64(kept - 1)))
            desk.fetch([
                HistoryPiece("BTCUSDT", .candles(.m1), from: Self.start, to: HistoryDesk.day, after: after)
            ])
            #expect(desk.finished == [0] && desk.lines[0] ?? [] == Array(wanted.dropFirst(kept)), "\(kept)")
        }
    }

    @Test func `longer candles, and several pairs at once`() throws {
        var desk = try HistoryDesk(.um, ["BTC/USDT", "ETH/USDT"])
        let from = (Self.start + .hours(1)).floor(to: .hours(1))
        desk.fetch(["BTCUSDT", "ETHUSDT"].flatMap { name in
            [Timeframe.m15, .h1].map { HistoryPiece(name, .candles($0), from: from, to: from + .hours(20)) }
        })
        #expect(desk.finished.count == 4)
        #expect((0..<4).map { desk.lines[$0]?.count } == [80, 20, 80, 20])
        #expect(Set((0..<4).compactMap { desk.lines[$0]?.first }).count == 4)
    }

    @Test(arguments: [MarketKind.spot, .um])
    func `trades come by their numbers, from the first in time to the last`(market: MarketKind) throws {
        var desk = try HistoryDesk(market)
        desk.pass(minutes: 12)
        let (from, to) = (HistoryDesk.day + .minutes(1), HistoryDesk.day + .minutes(11))
        desk.fetch([HistoryPiece("BTCUSDT", .trades, from: from, to: to)])
        let lines = try #require(desk.lines[0])
        let ids = Self.keys(lines)
        #expect(desk.finished == [0] && lines.count > 100)
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $1 == $0 + 1 })
        let times = lines.compactMap { Int64($0.split(separator: ",")[5]) }
        #expect(times.count == lines.count)
        #expect(times.allSatisfy { $0 >= from.milliseconds && $0 < to.milliseconds })
        // From the middle on.
        var other = try HistoryDesk(market)
        other.pass(minutes: 12)
        let after = HistoryPlace(time: Timestamp(milliseconds: times[49]), id: ids[49])
        other.fetch([HistoryPiece("BTCUSDT", .trades, from: from, to: to, after: after)])
        #expect(other.lines[0] == Array(lines.dropFirst(50)))
    }

    @Test func `hours without a trade are passed over`() throws {
        var desk = try HistoryDesk(.spot)
        desk.pass(minutes: 3)
        desk.fetch([
            HistoryPiece("BTCUSDT", .trades, from: HistoryDesk.day - .hours(5), to: HistoryDesk.day + .minutes(2))
        ])
        #expect(desk.finished == [0] && desk.lines[0]?.isEmpty == false)
        #expect(desk.asked.count { $0.target.contains("startTime") } == 6)
    }

    @Test func `fundings have their hours and rates`() throws {
        var desk = try HistoryDesk(.um)
        desk.fetch([HistoryPiece("BTCUSDT", .funding, from: Self.start, to: HistoryDesk.day + .milliseconds(1))])
        let eight = Int64(8 * 3600 * 1000)
        let first = (Self.start.milliseconds / eight + 1) * eight
        #expect(desk.finished == [0])
        #expect(desk.lines[0] == (0..<Int64(4)).map { "\(first + $0 * eight),8,0.00010000" }, "\(desk.lines)")
    }

    @Test func `a pair that the exchange does not have is named`() throws {
        var desk = try HistoryDesk(.spot, wanted: ["BTCUSDT", "NOPEUSDT"])
        desk.run { $0.core.isReady }
        #expect(desk.core.unknown == ["NOPEUSDT"])
        desk.core.fetch(HistoryPiece("NOPEUSDT", .candles(.m1), from: Self.start, to: HistoryDesk.day))
        desk.core.wake(at: desk.moment)
        desk.run { $0.core.isIdle }
        #expect(desk.refusals[0]?.contains("-1121 Invalid symbol.") == true, "\(desk.refusals)")
    }

    @Test func `what goes on failing is given up, with its reason`() throws {
        let desk = try Self.whole(fault: Fault(.status, status: 500, place: "/klines", count: 0))
        #expect(desk.refusals[0]?.contains("status 500") == true && desk.refusals[0]?.contains("after 10 tries") == true)
        var other = try HistoryDesk(.spot)
        other.simulator.apply(Fault(.drop, count: 0), at: other.moment)
        other.run { $0.core.failure != nil }
        #expect(other.core.failure?.contains("could not get the exchange's time") == true)
    }

    @Test func `answers of no use are asked for again`() throws {
        var desk = try HistoryDesk(.spot)
        desk.run { $0.core.isReady }
        desk.core.fetch(HistoryPiece("BTCUSDT", .candles(.m1), from: Self.start, to: HistoryDesk.day))
        desk.core.wake(at: desk.moment)
        let bad = [
            "{}", "[[1]]", "no JSON", #"[[1746572400001,"1","1","1","1","1",1,"1",1,"1","1","0"]]"#,
            #"[[1746572400000,"1","1","1,1","1","1",1,"1",1,"1","1","0"]]"#, "[[\(Self.start.milliseconds - 60_000)",
        ]
        for body in bad {
            desk.now += 60_000_000_000
            desk.core.wake(at: desk.moment)
            guard case .request(let id, _, _, _) = desk.core.takeCommands().last else {
                Issue.record("nothing was asked for after \(body)")
                return
            }
            desk.core.answered(id, HTTPResponse(status: 200, body: Array(body.utf8)), at: desk.moment)
            #expect(desk.core.takeEvents().isEmpty, "\(body)")
        }
        #expect(desk.core.takeNotices().first?.contains("can't be used") == true)
    }

    @Test func `the exchange's clock is taken for as late as it surely is: what ends later may yet change`() throws {
        var core = try HistoryCore(["BTCUSDT"], BinanceFeedSettings(.spot, at: .mainnet(.spot), seed: 1))
        func moment(_ seconds: Int64) -> Moment {
            Moment(monotonic: seconds * 1_000_000_000, wall: Timestamp(nanoseconds: seconds * 1_000_000_000))
        }
        core.wake(at: moment(10))
        guard case .request(let id, _, _, _)? = core.takeCommands().first else {
            Issue.record("nothing was asked")
            return
        }
        let body = Array("{\"serverTime\":1746662400000}".utf8)
        core.answered(id, HTTPResponse(status: 200, body: body), at: moment(14))
        // The answer was made at any time of the four seconds.
        #expect(core.now(at: moment(14)) == Timestamp(milliseconds: 1_746_662_400_000))
    }
}
