import Exchanges
import Market

extension MarketAnswers {
    func averagePrice() throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols)]
        let price = symbol.averagePrice(at: now) ?? .zero
        return BinanceWriting.averagePrice(price, minutes: 5, until: symbol.last?.time ?? stamp, unit)
    }

    func day() throws(ExchangeError) -> [UInt8] {
        let asked = try parameters.symbols(symbols)
        return statistics(asked, .days(1), isDay: true, isMini: try isMini())
    }

    func window() throws(ExchangeError) -> [UInt8] {
        let asked = try named()
        return statistics(asked, try windowSize(), isDay: false, isMini: try isMini())
    }

    func tradingDay() throws(ExchangeError) -> [UInt8] {
        let asked = try named()
        let span = now - now.floor(to: .days(1))
        return statistics(asked, span, isDay: false, isMini: try isMini())
    }

    private func named() throws(ExchangeError) -> (places: [Int], isOne: Bool) {
        guard parameters.target["symbol"] != nil || parameters.target["symbols"] != nil else {
            let message = "Param 'symbol' or 'symbols' must be sent, but both were empty/null!"
            throw ExchangeError(-1102, message)
        }
        return try parameters.symbols(symbols)
    }

    private func statistics(
        _ asked: (places: [Int], isOne: Bool), _ span: TimeSpan, isDay: Bool, isMini: Bool
    ) -> [UInt8] {
        rows(asked.places, isOne: asked.isOne) { symbol, json in
            guard let window = symbol.window(span, at: now) else { return }
            BinanceWriting.statistics(
                window, isDay: isDay, isMini: isMini, market, symbol: symbol.listing.name, form(symbol),
                into: &json)
        }
    }

    private func isMini() throws(ExchangeError) -> Bool {
        guard market == .spot, let type = parameters.target["type"] else { return false }
        guard type == "FULL" || type == "MINI" else { throw ExchangeError.invalid("type") }
        return type == "MINI"
    }

    /// "1m" to "59m", "1h" to "23h", "1d" to "7d"; a day where none is told.
    private func windowSize() throws(ExchangeError) -> TimeSpan {
        guard let text = parameters.target["windowSize"] else { return .days(1) }
        guard let unit = text.last, let count = Int64(text.dropLast()), count > 0 else {
            throw ExchangeError.invalid("windowSize")
        }
        switch unit {
        case "m" where count < 60: return .minutes(count)
        case "h" where count < 24: return .hours(count)
        case "d" where count < 8: return .days(count)
        default: throw ExchangeError.invalid("windowSize")
        }
    }

    func price() throws(ExchangeError) -> [UInt8] {
        let asked = try parameters.symbols(symbols)
        return rows(asked.places, isOne: asked.isOne) { symbol, json in
            guard let price = symbol.lastPrice else { return }
            BinanceWriting.price(
                price, market, symbol: symbol.listing.name, form(symbol), at: symbol.last?.time ?? stamp,
                into: &json)
        }
    }

    func bookTicker() throws(ExchangeError) -> [UInt8] {
        let asked = try parameters.symbols(symbols)
        return rows(asked.places, isOne: asked.isOne) { symbol, json in
            guard let best = symbol.best else { return }
            BinanceWriting.bookTickerRow(
                symbol.updateID, bid: best.bid, ask: best.ask, market, symbol: symbol.listing.name,
                form(symbol), at: stamp, into: &json)
        }
    }
}
