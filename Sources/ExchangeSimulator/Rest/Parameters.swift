import Configuration
import Exchanges
import Market

/// A request's parameters, read as the exchange reads them and refused in its words.
struct Parameters: Sendable {
    let target: Target
    let market: MarketKind

    init(_ target: Target, _ market: MarketKind) { (self.target, self.market) = (target, market) }

    /// A text that must be there.
    func mandatory(_ name: String) throws(ExchangeError) -> String {
        guard let text = target[name] else { throw ExchangeError.missing(name) }
        if text.isEmpty { throw market == .spot ? Self.empty(name) : ExchangeError.missing(name) }
        return text
    }

    /// A whole number of zero or more; `nil` where none was sent.
    func whole(_ name: String) throws(ExchangeError) -> Int64? {
        guard let text = target[name] else { return nil }
        if text.isEmpty { throw market == .spot ? Self.empty(name) : ExchangeError.missing(name) }
        guard let value = Int64(text), value >= 0 else {
            throw market == .spot ? ExchangeError.illegal(name, "^[0-9]{1,20}$") : ExchangeError.missing(name)
        }
        return value
    }

    /// A number of up to eight decimals, zero or more; `nil` where none was sent. What is beyond the range is
    /// its end, which no filter lets through.
    func decimal<Number: FixedPoint>(_ name: String) throws(ExchangeError) -> Number? {
        guard let text = target[name] else { return nil }
        if text.isEmpty { throw market == .spot ? Self.empty(name) : ExchangeError.missing(name) }
        do {
            let value = try Number(text)
            if value.raw >= 0 { return value }
        } catch {
            switch error {
            case .tooManyDecimals: throw market == .spot ? .tooPrecise(name) : .futuresPrecision
            case .outOfRange: if !text.hasPrefix("-") { return Number(raw: .max) }
            case .malformed: break
            }
        }
        let range = #"^([0-9]{1,20})(\.[0-9]{1,20})?$"#
        throw market == .spot ? ExchangeError.illegal(name, range) : ExchangeError.missing(name)
    }

    /// Yes or no; `nil` where it was not sent.
    func flag(_ name: String) throws(ExchangeError) -> Bool? {
        guard let text = target[name] else { return nil }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw ExchangeError.invalid(name)
        }
    }

    /// What a client calls an order; `nil` where it was not sent.
    func name(_ name: String) throws(ExchangeError) -> PrintedName? {
        guard let text = target[name] else { return nil }
        let isSpot = market == .spot
        let range = isSpot ? "^[a-zA-Z0-9-_]{1,36}$" : "^[.A-Z:/a-z0-9_-]{1,36}$"
        let isOdd = isSpot && text.utf8.contains { $0 == 46 || $0 == 58 || $0 == 47 }
        guard !text.isEmpty, text.utf8.count <= 36, !isOdd, let known = PrintedName(text) else {
            if !isSpot, text.utf8.count > 36 { throw ExchangeError.orderName }
            throw ExchangeError.illegal(name, range)
        }
        return known
    }

    /// One of the exchange's words.
    func word<Word: RawRepresentable<String>>(
        _ name: String, or error: ExchangeError
    ) throws(ExchangeError) -> Word? {
        guard let text = target[name] else { return nil }
        guard let word = Word(rawValue: text) else { throw error }
        return word
    }

    /// The same for a weight, which is reckoned before anything is refused.
    func wholeOrZero(_ name: String) -> Int64 { target[name].flatMap { Int64($0) } ?? 0 }

    /// How many rows are wanted. Spot gives the most it has where more are asked for, futures refuse.
    func limit(_ standard: Int, most: Int) throws(ExchangeError) -> Int {
        guard let limit = try whole("limit") else { return standard }
        guard limit > 0, market == .spot || limit <= most else { throw ExchangeError.invalid("limit") }
        return Int(min(limit, Int64(most)))
    }

    /// A moment in milliseconds; `nil` where none was sent.
    func time(_ name: String) throws(ExchangeError) -> Timestamp? {
        guard let value = try whole(name) else { return nil }
        // Spot takes microseconds, too: no millisecond has so many digits before the year 5138.
        let milliseconds = market == .spot && value >= 100_000_000_000_000 ? value / 1000 : value
        guard milliseconds < 9_200_000_000_000 else { throw ExchangeError.invalid(name) }
        return Timestamp(milliseconds: milliseconds)
    }

    /// The length of candles.
    func interval() throws(ExchangeError) -> KlineInterval {
        let text = try mandatory("interval")
        guard let interval = KlineInterval(rawValue: text), market == .spot || interval != .s1 else {
            throw ExchangeError(-1120, "Invalid interval.")
        }
        return interval
    }

    /// The place of the pair that is asked for.
    func symbol(_ symbols: [SymbolMarket], _ name: String = "symbol") throws(ExchangeError) -> Int {
        let text = try mandatory(name)
        try checkName(text, name)
        guard let place = symbols.firstIndex(where: { $0.listing.name == text }) else {
            throw ExchangeError(-1121, "Invalid symbol.")
        }
        return place
    }

    /// The places of the pairs that are asked for by `symbol` or `symbols`, and whether it was one by its
    /// name; all of them where none was named.
    func symbols(_ symbols: [SymbolMarket]) throws(ExchangeError) -> (places: [Int], isOne: Bool) {
        if target["symbol"] != nil {
            if target["symbols"] != nil {
                throw ExchangeError(-1128, "Combination of optional parameters invalid.")
            }
            return ([try symbol(symbols)], true)
        }
        guard market == .spot, let text = target["symbols"] else { return (Array(symbols.indices), false) }
        var places: [Int] = []
        for name in try names(text, "symbols") {
            try checkName(name, "symbols")
            guard let place = symbols.firstIndex(where: { $0.listing.name == name }) else {
                throw ExchangeError(-1121, "Invalid symbol.")
            }
            places.append(place)
        }
        return (places, false)
    }

    /// A list of names as JSON: `["BTCUSDT","ETHUSDT"]`.
    private func names(_ text: String, _ name: String) throws(ExchangeError) -> [String] {
        let range = #"^\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\]$"#
        guard let json = try? JSONDocument.parse(SourceFile(name: name, text: text)),
            case .array(let values) = json, !values.isEmpty
        else { throw ExchangeError.illegal(name, range) }
        var names: [String] = []
        for value in values {
            guard case .text(let text) = value else { throw ExchangeError.illegal(name, range) }
            names.append(text)
        }
        return names
    }

    /// How many names a list holds; nothing where there is none that can be read.
    func count(of name: String) -> Int { (target[name].flatMap { try? names($0, name) } ?? []).count }

    private func checkName(_ text: String, _ name: String) throws(ExchangeError) {
        let isLegal = text.utf8.allSatisfy {
            switch $0 {
            case 48...57, 65...90, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
            // What is no Latin letter is a name on the exchange, too.
            default: $0 >= 0x80
            }
        }
        guard isLegal, text.count <= 20 else { throw ExchangeError.illegal(name, "^[A-Z0-9-_.]{1,20}$") }
    }

    // MARK: The exchange's words

    static func empty(_ name: String) -> ExchangeError {
        ExchangeError(-1105, "Parameter '\(name)' was empty.")
    }
}
