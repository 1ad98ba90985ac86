import Exchanges
import Market

/// The streams of one market that somebody listens to. The others cost nothing.
struct StreamTable: Sendable {
    let market: MarketKind
    /// By symbol; and those that tell of all symbols.
    private(set) var bySymbol: [[LiveStream]]
    private(set) var forAll: [LiveStream] = []
    /// How many tell from time to time.
    private(set) var periodic = 0

    init(_ market: MarketKind, symbols: Int) {
        self.market = market
        bySymbol = Array(repeating: [], count: symbols)
    }

    /// Lets a connection hear a stream.
    mutating func add(
        _ connection: ConnectionID, _ route: (isCombined: Bool, unit: TimeUnit), to name: String,
        _ kind: StreamKind, symbol: Int?, told: Int64
    ) {
        let (market, bytes) = (market, Array(name.utf8))
        change(symbol) { streams in
            let place = streams.firstIndex { $0.name == bytes && $0.unit == route.unit } ?? streams.count
            if place == streams.count {
                let period = kind.period(market, isForAll: symbol == nil)
                streams.append(LiveStream(name, kind, route.unit, period: period, told: told))
            }
            streams[place].add(connection, isCombined: route.isCombined)
        }
    }

    /// Lets it hear the stream no more.
    mutating func remove(_ connection: ConnectionID, _ unit: TimeUnit, from name: String, symbol: Int?) {
        let bytes = Array(name.utf8)
        change(symbol) { streams in
            guard let place = streams.firstIndex(where: { $0.name == bytes && $0.unit == unit })
            else { return }
            streams[place].remove(connection)
            if streams[place].isDeaf { streams.remove(at: place) }
        }
    }

    private mutating func change(_ symbol: Int?, _ body: (inout [LiveStream]) -> Void) {
        func count(_ streams: [LiveStream]) -> Int { streams.count { $0.period != nil } }
        if let symbol {
            periodic -= count(bySymbol[symbol])
            body(&bySymbol[symbol])
            periodic += count(bySymbol[symbol])
        } else {
            periodic -= count(forAll)
            body(&forAll)
            periodic += count(forAll)
        }
    }

    /// The stream at a place.
    subscript(event: StreamEvent) -> LiveStream {
        guard let symbol = event.symbol else { return forAll[event.stream] }
        return bySymbol[symbol][event.stream]
    }

    // MARK: What happens

    /// What the streams of a symbol say at once of an event of its market.
    mutating func hear(
        _ news: MarketNews, of symbol: SymbolMarket, at stamp: Timestamp, into events: inout [StreamEvent]
    ) {
        for place in bySymbol[news.symbol].indices {
            for bytes in bySymbol[news.symbol][place].hear(news, symbol, market, at: stamp) {
                events.append(StreamEvent(symbol: news.symbol, stream: place, bytes: bytes))
            }
        }
    }

    /// What the streams say at the end of a minute, when its candles are closed.
    mutating func closeMinute(
        _ symbols: [SymbolMarket], _ minute: Timestamp, at stamp: Timestamp, into events: inout [StreamEvent]
    ) {
        for symbol in bySymbol.indices {
            for place in bySymbol[symbol].indices {
                let bytes = bySymbol[symbol][place].closeMinute(symbols[symbol], minute, at: stamp)
                if let bytes { events.append(StreamEvent(symbol: symbol, stream: place, bytes: bytes)) }
            }
        }
    }

    /// What the streams say whose time has come.
    mutating func tick(
        _ symbols: [SymbolMarket], _ time: Timestamp, at stamp: Timestamp, into events: inout [StreamEvent]
    ) {
        for symbol in bySymbol.indices {
            for place in bySymbol[symbol].indices where bySymbol[symbol][place].isDue(time) {
                let bytes = bySymbol[symbol][place].tick(symbols[symbol], market, time, at: stamp)
                if let bytes { events.append(StreamEvent(symbol: symbol, stream: place, bytes: bytes)) }
            }
        }
        for place in forAll.indices where forAll[place].isDue(time) {
            for bytes in forAll[place].tick(symbols, market, time, at: stamp) {
                events.append(StreamEvent(symbol: nil, stream: place, bytes: bytes))
            }
        }
    }
}
