import Exchanges
import Market
import Messages
import Storage
import TestSupport
import Testing

/// Each feed keeps each promise of a port.
@Suite struct FeedPortTests {
    /// One kind of feed, begun anew for each promise.
    struct Kind: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let begin: @Sendable (_ script: [MarketEvent], _ faults: Int, TemporaryFolder) throws -> FeedStand
    }

    static let pushed = Kind(testDescription: "pushed") { script, _, _ in
        let feed = PushedFeed("pushed")
        return FeedStand(
            feed, tell: { feed.push($0) }, spoil: { feed.complain("tells nonsense") }, finish: { feed.finish() })
    }

    static let memory = Kind(testDescription: "memory") { script, _, _ in
        FeedStand(RecordedFeed(MemorySource(script)))
    }

    static func folder(_ suffix: String, of form: @escaping @Sendable ([Kline], Int) -> String) -> Kind {
        Kind(testDescription: suffix) { script, faults, folder in
            for symbol in instruments.symbols {
                let klines = script.compactMap { event -> Kline? in
                    guard case .kline(let kline) = event.message, kline.symbol == symbol else { return nil }
                    return kline
                }
                let name = "\(instruments[symbol].exchangeName)\(suffix)"
                folder.write(name, form(klines, symbol.int == 0 ? faults : 0))
            }
            let kind: DataKind = suffix.contains("jsonl") ? .recordings : .klines(.m1)
            let source = try DataFolder(folder.path).source([kind], of: instruments)
            return FeedStand(RecordedFeed(source), spoil: {})
        }
    }

    static func rows(_ klines: [Kline], _ faults: Int) -> String {
        let rows = klines.map {
            let open = $0.openTime.milliseconds
            return "\(open),\($0.open),\($0.high),\($0.low),\($0.close),16.5,\(open + 59_999),,,,,"
        }
        return ([header, rows[0]] + Array(repeating: "1,2,x", count: faults) + rows.dropFirst())
            .joined(separator: "\n") + "\n"
    }

    static func recording(_ klines: [Kline], _ faults: Int) -> String {
        let lines = klines.map { kline in
            let (open, name) = (kline.openTime.milliseconds, instruments[kline.symbol].exchangeName)
            let candle = "\"t\":\(open),\"T\":\(open + 59_999),\"s\":\"\(name)\",\"i\":\"1m\",\"o\":\"\(kline.open)\","
                + "\"c\":\"\(kline.close)\",\"h\":\"\(kline.high)\",\"l\":\"\(kline.low)\",\"v\":\"1\",\"q\":\"100\",\"x\":true"
            return "\((open + 60_000) * 1_000_000) {\"stream\":\"x\",\"data\":{\"e\":\"kline\",\"E\":\(open + 60_000),"
                + "\"s\":\"\(name)\",\"k\":{\(candle)}}}"
        }
        return ([lines[0]] + Array(repeating: "{\"e\":", count: faults) + lines.dropFirst())
            .joined(separator: "\n") + "\n"
    }

    static let kinds = [
        pushed, memory, folder("-1m.csv", of: rows), folder("-1m.csv.gz", of: rows),
        folder(".jsonl", of: recording), folder(".jsonl.gz", of: recording),
    ]

    @Test(arguments: kinds, FeedPromise.allCases)
    func `a feed keeps its promise`(_ kind: Kind, _ promise: FeedPromise) throws {
        var folders: [TemporaryFolder] = []
        let breach = try promise.breach { script, faults in
            folders.append(TemporaryFolder())
            do {
                return try kind.begin(script, faults, folders[folders.count - 1])
            } catch {
                Issue.record("\(error)")
                return FeedStand(PushedFeed("none"))
            }
        }
        #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
        for folder in folders { folder.remove() }
    }

    /// A live feed that breaks a promise, so that the promise can't be empty.
    final class Broken: FeedPort {
        let inner = PushedFeed("broken")
        let promise: FeedPromise
        var asked = 0
        var isLive: Bool { promise != .twiceTheSame }
        var name: String { "broken" }
        var history: [Kline] {
            guard promise == .historyComesBefore, case .kline(var kline) = FeedPromise.script[5].message else { return [] }
            kline.closeTime = kline.closeTime + .minutes(90)
            return [kline]
        }
        var complaints: FeedComplaints { promise == .complaintsCount ? FeedComplaints() : inner.complaints }

        init(_ promise: FeedPromise) { self.promise = promise }

        func next() -> FeedWord {
            asked += 1
            let word = inner.next()
            switch (promise, word) {
            case (.eachEventOnce, .event) where asked % 5 == 0: return inner.next()
            case (.timeNeverFalls, .event(let event)) where asked % 3 == 0:
                return .event(MarketEvent(event.message, at: event.time + .minutes(-5)))
            case (.nothingIsNotTheEnd, .nothing): return .end
            case (.endIsForEver, .end): return .event(FeedPromise.script[asked % 9])
            case (.twiceTheSame, _): return .event(MarketEvent(FeedPromise.script[0].message, at: Timestamp(nanoseconds: Int64.random(in: 1...9)))).first(asked)
            default: return word
            }
        }
    }

    @Test(arguments: FeedPromise.allCases)
    func `a feed that breaks a promise is found out`(_ promise: FeedPromise) throws {
        let breach = try promise.breach { _, _ in
            let feed = Broken(promise)
            return FeedStand(
                feed, tell: { feed.inner.push($0) }, spoil: { feed.inner.complain("?") },
                finish: { feed.inner.finish() })
        }
        #expect(breach != nil)
    }

    @Test func `what is told beyond the limit is refused and told`() {
        let feed = PushedFeed("burst", limit: 2)
        #expect(FeedPromise.script.prefix(3).map { feed.push($0) } == [true, true, false])
        #expect(feed.complaints.count == 1)
        #expect(feed.complaints.lines == ["burst told more than 2 events that nobody took"])
        feed.finish()
        #expect(!feed.push(FeedPromise.script[3]))
        #expect([feed.next(), feed.next(), feed.next()].last == .end)
    }

    @Test func `a live feed can't be played by steps, and says so by its name`() {
        let feed = PushedFeed("binance spot")
        #expect(throws: FeedPortError.live("binance spot")) {
            var port: any FeedPort = feed
            _ = try port.nextRecorded()
        }
        #expect("\(FeedPortError.live("binance spot"))".contains("the feed binance spot is live"))
    }
}

extension FeedWord {
    /// The word for the first hundred times, then the end.
    fileprivate func first(_ times: Int) -> FeedWord { times < 100 ? self : .end }
}
