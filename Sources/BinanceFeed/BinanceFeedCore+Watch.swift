import Exchanges
import Market
import Messages

/// What is looked after once a second, and what becomes of connections.
extension BinanceFeedCore {
    /// Once a second.
    mutating func watch(at moment: Moment) {
        if start.phase == .asleep { begin(.clock) }
        if clock.isKnown, clock.isStale(at: moment, after: settings.clockEvery) { requests.want(.time) }
        guard start.phase == .running else { return }
        watchStreams(at: moment)
        watchPatience(at: moment)
        watchCandles(at: moment)
    }

    private mutating func watchStreams(at moment: Moment) {
        for symbol in instruments.symbols where isWanted[symbol.int] {
            for kind in StreamKind.allCases {
                let place = StreamTable.place(symbol, kind)
                let isSilent = streams.fellSilent(
                    place, at: moment.monotonic, firstLimit: settings.firstMessageLimit)
                guard isSilent else { continue }
                telling.note("hears nothing of \(streamNames.name(place)), and subscribes once more")
                connections.subscribeAgain(place)
            }
        }
    }

    /// What came is not kept back for ever where what is before it can't be fetched: the exchange may want
    /// no requests for hours.
    private mutating func watchPatience(at moment: Moment) {
        let (now, patience) = (moment.monotonic, settings.fillPatience)
        for symbol in instruments.symbols where isWanted[symbol.int] {
            if trades.isOverdue(symbol, at: now, after: patience) {
                requests.drop { if case .trades(symbol, _, _) = $0 { true } else { false } }
                endFill(of: symbol, gaveUp: true, at: moment)
            }
            if candles.isOverdue(symbol, at: now, after: patience) {
                requests.drop { if case .candles(symbol, _) = $0 { true } else { false } }
                telling.note("misses candles of \(instruments.name(symbol)), which are not to be had")
                endCandles(of: symbol, at: moment)
            }
        }
    }

    /// Candles that are overdue, and those that are to be compared.
    private mutating func watchCandles(at moment: Moment) {
        let time = clock.now(moment)
        for symbol in instruments.symbols where isWanted[symbol.int] {
            let from = candles.overdue(
                symbol, at: time, grace: settings.candleGrace, now: moment.monotonic)
            if let from { requests.want(.candles(symbol, from: from)) }
        }
        if moment.monotonic - checkWindow >= 60_000_000_000 {
            (checkWindow, checksLeft) = (moment.monotonic, settings.candleChecksPerMinute)
        }
        guard checksLeft > 0, let kline = candles.nextCheck(at: time, grace: settings.candleGrace) else {
            return
        }
        checksLeft -= 1
        requests.want(.check(kline.symbol, of: kline.openTime))
    }

    /// What became of a connection.
    mutating func take(_ news: ConnectionNews, at moment: Moment) {
        switch news {
        case .told(let what): telling.note(what)
        case .refused(let stream, let why): telling.note("was refused \(streamNames.name(stream)): \(why)")
        case .subscribed(let places):
            for place in places { streams.subscribed(place, at: moment.monotonic) }
        case .lost(let places):
            for place in places {
                streams.lost(place)
                guard StreamTable.kind(place) == .depth else { continue }
                loseBook(StreamTable.symbol(place), at: moment)
            }
            requests.drop { wish in
                if case .snapshot(let symbol) = wish {
                    return places.contains(StreamTable.place(symbol, .depth))
                }
                return false
            }
        }
    }
}
