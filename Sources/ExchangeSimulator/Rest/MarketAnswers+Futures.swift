import Exchanges
import Market

extension MarketAnswers {
    func premiumIndex() throws(ExchangeError) -> [UInt8] {
        let asked = try parameters.symbols(symbols)
        return rows(asked.places, isOne: asked.isOne) { symbol, json in
            guard let mark = symbol.markPrice(at: now) else { return }
            BinanceWriting.premium(mark, symbol: symbol.listing.name, at: stamp, into: &json)
        }
    }

    /// The fundings that lie in the candles, each at the pair's rate.
    func fundingRate() throws(ExchangeError) -> [UInt8] {
        let asked = try parameters.symbols(symbols)
        let limit = try parameters.limit(100, most: 1000)
        let (start, end) = (try parameters.time("startTime"), try parameters.time("endTime"))
        var rows: [(time: Timestamp, symbol: SymbolMarket, mark: Price)] = []
        for place in asked.places {
            let symbol = symbols[place]
            guard let first = symbol.candles.firstTime else { continue }
            let every = TimeSpan.hours(max(1, symbol.listing.fundingHours))
            var time = max(first, start ?? .zero)
            if time != time.floor(to: every) { time = time.next(multipleOf: every) }
            while time <= min(end ?? now, now) {
                let before = symbol.candles.fold(from: time - .minutes(1), upTo: time)
                if let mark = before?.close ?? symbol.lastPrice { rows.append((time, symbol, mark)) }
                time = time + every
            }
        }
        rows.sort { $0.time != $1.time ? $0.time < $1.time : $0.symbol.listing.name < $1.symbol.listing.name }
        var json = JSONText()
        json.array { json in
            for row in start == nil ? rows.suffix(limit) : rows.prefix(limit) {
                BinanceWriting.funding(
                    row.symbol.listing.fundingRate, mark: row.mark, symbol: row.symbol.listing.name,
                    at: row.time, into: &json)
            }
        }
        return json.bytes
    }

    /// What differs from eight hours alone is told.
    func fundingInfo(_ symbol: SymbolMarket, _ json: inout JSONText) {
        guard symbol.listing.fundingHours != 8 else { return }
        BinanceWriting.fundingInfo(
            symbol: symbol.listing.name, hours: symbol.listing.fundingHours, at: symbol.listing.onboarded,
            into: &json)
    }

    /// A thousand times what a day's minute trades on average: made up.
    func openInterest() throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols)]
        let day = symbol.candles.fold(from: now - .days(1), upTo: now + .minutes(1))
        return BinanceWriting.openInterest(
            Volume(raw: (day?.volume.raw ?? 0) * 1000 / 1440), symbol: symbol.listing.name, form(symbol),
            at: stamp)
    }
}
