import Exchanges
import Market
import Messages

extension FeedPromise {
    /// Forty minutes of three pairs, in order.
    public static let script: [MarketEvent] = (0..<40).flatMap { minute in
        (0..<3).map { candle($0, minute) }
    }

    private static func candle(_ symbol: Int, _ minute: Int64) -> MarketEvent {
        let open = Timestamp(milliseconds: 1_746_372_780_000 + minute * 60_000)
        let (low, high) = (Price(Int(100 + minute)), Price(Int(101 + minute)))
        let candle = Candle(
            openTime: open, closeTime: open + .minutes(1), open: low, high: high,
            low: low, close: high, volume: 1, quoteVolume: 100)
        return MarketEvent(.kline(Kline(SymbolID(symbol), .m1, candle)), at: candle.closeTime)
    }

    /// What is wrong with a feed that should keep it; `nil` where nothing is. `begin` gives a new one of a market
    /// that tells a script; of recorded data so many lines can't be used.
    public func breach(by begin: ([MarketEvent], _ faults: Int) -> FeedStand) throws -> String? {
        switch self {
        case .eachEventOnce: try eachEventOnce(begin(Self.script, 0))
        case .timeNeverFalls: try timeNeverFalls(begin(Self.script, 0))
        case .nothingIsNotTheEnd: try nothingIsNotTheEnd(begin(Self.script, 0))
        case .endIsForEver: try endIsForEver(begin(Self.script, 0))
        case .historyComesBefore: try historyComesBefore(begin(Self.script, 0))
        case .complaintsCount: try complaintsCount(begin(Self.script, 3), 3)
        case .twiceTheSame: try twiceTheSame(begin(Self.script, 0), begin(Self.script, 0))
        }
    }

    private func eachEventOnce(_ stand: FeedStand) throws -> String? {
        var stand = stand
        var given: [MarketEvent] = []
        for event in Self.script {
            stand.tell(event)
            if event.time.nanoseconds % 7 == 0 { given += try stand.take() }
        }
        given += try stand.take()
        for symbol in 0..<3 {
            let (told, heard) = (Self.times(Self.script, symbol), Self.times(given, symbol))
            if told != heard { return "of pair \(symbol) \(told.count) candles were told, \(heard.count) given" }
        }
        return nil
    }

    private static func times(_ events: [MarketEvent], _ symbol: Int) -> [Timestamp] {
        events.compactMap { event in
            guard case .kline(let kline) = event.message, kline.symbol.int == symbol else { return nil }
            return kline.openTime
        }
    }

    private func timeNeverFalls(_ stand: FeedStand) throws -> String? {
        var stand = stand
        // The pairs' streams overtake each other on their way.
        for event in Self.script.sorted(by: { Self.arrival($0) < Self.arrival($1) }) { stand.tell(event) }
        let times = try stand.take().map(\.time)
        return times == times.sorted() && !times.isEmpty ? nil : "times fall: \(times)"
    }

    private static func arrival(_ event: MarketEvent) -> Timestamp {
        event.time + .seconds(event.message.symbol.int == 2 ? 90 : 0)
    }

    private func nothingIsNotTheEnd(_ stand: FeedStand) throws -> String? {
        var stand = stand
        if !stand.feed.isLive {
            for _ in Self.script {
                if case .nothing = try stand.feed.next() { return "recorded data has nothing" }
            }
            return nil
        }
        for event in Self.script.prefix(20) {
            guard case .nothing = try stand.feed.next() else { return "it has something before it was told" }
            stand.tell(event)
            guard case .event(let given) = try stand.feed.next(), given == event else {
                return "it was told \(event.message), and gives something else"
            }
        }
        return nil
    }

    private func endIsForEver(_ stand: FeedStand) throws -> String? {
        var stand = stand
        stand.tell(Self.script[0])
        guard let finish = stand.finish else {
            return try stand.take().count == 1 ? nil : "it does not give what it was told"
        }
        finish()
        _ = try stand.take()
        stand.tell(Self.script[1])
        for _ in 0..<3 { if try stand.feed.next() != .end { return "something comes after the end" } }
        return nil
    }

    private func historyComesBefore(_ stand: FeedStand) throws -> String? {
        var stand = stand
        for event in Self.script { stand.tell(event) }
        guard case .event(let first) = try stand.feed.next() else { return "it gives nothing" }
        let times = stand.feed.history.map(\.closeTime)
        guard times == times.sorted() else { return "its history is not in the order of time" }
        return times.allSatisfy { $0 <= first.time } ? nil : "its history goes on after \(first.time)"
    }

    private func complaintsCount(_ stand: FeedStand, _ faults: Int) throws -> String? {
        var stand = stand
        guard stand.spoil != nil else { return stand.feed.complaints.count == 0 ? nil : "it complains of nothing" }
        for (number, event) in Self.script.enumerated() {
            if (1...faults).contains(number) { stand.spoil?() }
            stand.tell(event)
        }
        let given = try stand.take()
        let complaints = stand.feed.complaints
        guard complaints.count == faults, complaints.lines.count == faults else {
            return "\(faults) things can't be used, \(complaints.count) are complained of: \(complaints.lines)"
        }
        return given.count == Self.script.count ? nil : "\(given.count) of \(Self.script.count) events are given"
    }

    private func twiceTheSame(_ first: FeedStand, _ second: FeedStand) throws -> String? {
        var (first, second) = (first, second)
        if first.feed.isLive {
            guard case .nothing = try first.feed.next() else { return "it is live, and knows what will be" }
            return nil
        }
        return try first.take() == second.take() ? nil : "read twice it says two things"
    }
}
