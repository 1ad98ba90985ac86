import Exchanges
import Market
import Messages

/// What is looked after once a second, and what becomes of connections.
extension OKXFeedCore {
    /// Once a second.
    mutating func watch(at moment: Moment) {
        if start.phase == .asleep { begin(.clock) }
        if clock.isKnown, clock.isStale(at: moment, after: settings.clockEvery) { requests.want(.time) }
        guard start.phase == .running else { return }
        for symbol in instruments.symbols where isWanted[symbol.int] {
            watchChannels(of: symbol, at: moment)
            watchBook(of: symbol, at: moment)
            watchCandles(of: symbol, at: moment)
        }
        watchChecks(at: moment)
    }

    private mutating func watchChannels(of symbol: SymbolID, at moment: Moment) {
        for channel in Channel.allCases {
            let place = ChannelTable.place(symbol, channel)
            let isSilent = streams.fellSilent(
                place, at: moment.monotonic, firstLimit: settings.firstMessageLimit)
            guard isSilent else { continue }
            telling.note("hears nothing of \(channels.name(place)), and subscribes once more")
            if channel == .book {
                loseBook(symbol, "its channel is silent", at: moment)
            } else {
                lines.askAgain(place, at: moment.monotonic)
            }
        }
    }

    /// A book that its connection tells no more is none, and one that was asked for in vain is asked for
    /// again.
    private mutating func watchBook(of symbol: SymbolID, at moment: Moment) {
        if let source = books.source(symbol), !lines.stands(source) {
            loseBook(symbol, "the connection that told it is gone", at: moment)
        }
        askForBook(symbol, at: moment)
    }

    /// Candles that are overdue, and those that wait for others which are not to be had.
    private mutating func watchCandles(of symbol: SymbolID, at moment: Moment) {
        if candles.isOverdue(symbol, at: moment.monotonic, after: settings.fillPatience) {
            requests.drop { if case .candles(symbol, _) = $0 { true } else { false } }
            telling.note("misses candles of \(instruments.name(symbol)), which are not to be had")
            endCandles(of: symbol, at: moment)
        }
        let from = candles.overdue(
            symbol, at: clock.now(moment), grace: settings.candleGrace, now: moment.monotonic)
        if let from { requests.want(.candles(symbol, from: from)) }
    }

    /// A closed candle that is to be compared with the exchange's own.
    private mutating func watchChecks(at moment: Moment) {
        if moment.monotonic - checkWindow >= 60_000_000_000 {
            (checkWindow, checksLeft) = (moment.monotonic, settings.candleChecksPerMinute)
        }
        guard checksLeft > 0,
            let kline = candles.nextCheck(at: clock.now(moment), grace: settings.candleGrace)
        else { return }
        checksLeft -= 1
        requests.want(.check(kline.symbol, of: kline.openTime))
    }

    /// What became of a connection.
    mutating func take(_ news: ConnectionNews, at moment: Moment) {
        switch news {
        case .told(let what): telling.note(what)
        case .refused(let place, let why): telling.note("was refused \(channels.name(place)): \(why)")
        case .subscribed(let places):
            for place in places { streams.subscribed(place, at: moment.monotonic) }
        case .lost(let places):
            for place in places {
                streams.lost(place)
                let symbol = ChannelTable.symbol(place)
                switch ChannelTable.channel(place) {
                case .book:
                    let stands = books.source(symbol).map { lines.stands($0) } ?? false
                    if !stands { loseBook(symbol, nil, at: moment) }
                case .trade: tellMissingTrades(of: symbol)
                case .ticker, .candle: break
                }
            }
        }
    }

    /// Trades of an outage are not fetched: the exchange tells single ones where the channel has sums.
    private mutating func tellMissingTrades(of symbol: SymbolID) {
        guard let last = newestTrade(symbol) else { return }
        let name = instruments.name(symbol)
        telling.note("misses the trades of \(name) after \(last) until it is connected again")
    }
}

extension Lines {
    /// Whether a connection is one of those that carry the channels now.
    func stands(_ id: ConnectionID) -> Bool {
        lines.contains { $0.active?.id == id || $0.next?.id == id }
    }
}
