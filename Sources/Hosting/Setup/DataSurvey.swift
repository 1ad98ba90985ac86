import Configuration
import Exchanges
import Market
import Messages
import Stages
import Storage

/// What the recorded data of a run holds. It is read in full before anything starts: what must be refused
/// is refused then, and what is left out is known.
public struct DataSurvey: Sendable {
    /// What the data says of one pair.
    public struct Pair: Sendable {
        /// "BTC/USDT".
        public let name: String
        public internal(set) var events: UInt64 = 0
        /// Times of its first and last event; never and zero where there is none.
        public internal(set) var first = Timestamp.never
        public internal(set) var last = Timestamp.zero
        /// Its first and last price, USDT; zero where no event tells one.
        public internal(set) var firstPrice = Price.zero
        public internal(set) var lastPrice = Price.zero
        /// Its lowest and highest price.
        public internal(set) var lowestPrice = Price(raw: .max)
        public internal(set) var highestPrice = Price.zero
        /// Whether a one-minute candle of it says that something was traded, or does not say how much.
        public internal(set) var hasVolume = false
        /// Where its one-minute candles begin, those included that a run warms up from.
        public internal(set) var candlesBegin = Timestamp.never
        /// Whether any book of it is recorded.
        public internal(set) var hasBook = false
        var ranges = (sum: 0.0, count: 0.0)

        /// Mean range of its one-minute candles, fraction of the price; NaN where it has none.
        public var meanRange: Double { ranges.sum / ranges.count }
    }

    /// By symbol.
    public private(set) var pairs: [Pair]
    /// What became of the files' lines.
    public private(set) var report = SourceReport()
    /// The data itself; `nil` where it was not to be kept, or is too large for it.
    private var kept: MemorySource?

    /// Memory that kept events may take, 256 MiB: those of a year of candles of three pairs.
    private static var keptLimit: Int { (256 << 20) / MemoryLayout<MarketEvent>.stride }

    /// Reads the data between two moments. Data that is refused, a pair without a line, and no event at all
    /// between the moments are errors.
    /// - Parameter keeping: whether it is to be played by this process.
    public init(
        _ folder: String, _ settings: Settings, from: String = "", to: String = "", keeping: Bool = false
    ) throws(HostError) {
        self.init(settings)
        try read(try RecordedData.open(folder, settings, from: from, to: to), keeping)
        try checkLines(folder, settings)
        guard !pairs.contains(where: { $0.events > 0 }) else { return }
        guard !(from.isEmpty && to.isEmpty) else { throw unusable(folder) }
        throw try Self.nothing(folder, settings, from, to)
    }

    /// The same data to be played: from memory where it was kept, else read once more.
    public func source(
        _ folder: String, _ settings: Settings, from: String = "", to: String = ""
    ) throws(HostError) -> any EventSource {
        if let kept { return kept }
        return try RecordedData.open(folder, settings, from: from, to: to)
    }

    private init(_ settings: Settings) {
        pairs = settings.instruments.instruments.map { Pair(name: $0.name) }
    }

    private mutating func read(_ source: any EventSource, _ keeping: Bool) throws(HostError) {
        var source = source
        kept = keeping ? MemorySource() : nil
        var event = MarketEvent.none
        do {
            while try source.next(into: &event) {
                take(event)
                if let count = kept?.count, count >= Self.keptLimit { kept = nil }
                kept?.append(event)
            }
        } catch {
            throw .data("\(error)")
        }
        report = source.report
        for kline in source.history where pairs.indices.contains(kline.symbol.int) {
            let begin = pairs[kline.symbol.int].candlesBegin
            if kline.interval == .m1 { pairs[kline.symbol.int].candlesBegin = min(begin, kline.openTime) }
        }
        kept?.report = report
        kept?.history = source.history
    }

    private mutating func take(_ event: MarketEvent) {
        let index = event.message.symbol.int
        guard pairs.indices.contains(index) else { return }
        pairs[index].events += 1
        if pairs[index].first == .never { pairs[index].first = event.time }
        pairs[index].last = event.time
        let price: Price
        switch event.message {
        case .kline(let kline):
            price = kline.close
            pairs[index].note(kline)
        case .trade(let trade): price = trade.price
        case .ticker(let ticker): price = ticker.bid.present ?? ticker.last
        case .depth:
            pairs[index].hasBook = true
            return
        default: return
        }
        if !pairs[index].firstPrice.isPositive { pairs[index].firstPrice = price }
        pairs[index].lastPrice = price
        if price < pairs[index].lowestPrice { pairs[index].lowestPrice = price }
        if price > pairs[index].highestPrice { pairs[index].highestPrice = price }
    }

    /// A pair whose files are there and hold nothing, or nothing of it, is as good as one without files.
    private func checkLines(_ folder: String, _ settings: Settings) throws(HostError) {
        for symbol in settings.instruments.symbols {
            let paths = RecordedData.files(folder, settings, of: symbol)
            let own = report.files.filter { paths.contains($0.path) }
            if let other = own.first(where: \.isForeign) {
                let pair = other.used == 0 ? "a pair of the safe list" : settings.instruments.name(symbol)
                throw .data("\(other.path): no line of it is of \(pair)")
            }
            guard !own.isEmpty, own.allSatisfy({ $0.lines == 0 }) else { continue }
            throw .data(
                "\(own.map(\.path).joined(separator: ", ")): no line of data; expected recorded data of "
                    + "\(settings.instruments.name(symbol)), as in samples/README.md")
        }
    }

    /// Says why no line of the data is one that a run can use.
    private func unusable(_ folder: String) -> HostError {
        let why = problems(limit: 5).map { "\n" + $0 }.joined()
        return .data(
            "no line of the data in \(folder) can be used; expected candles, trades, quotes or recordings as "
                + "in samples/README.md\(why)")
    }

    /// Says which times there are instead.
    private static func nothing(
        _ folder: String, _ settings: Settings, _ from: String, _ to: String
    ) throws(HostError) -> HostError {
        let window = try RecordedData.window(from, to)
        guard window.from < window.to else {
            return .usage("--from \(from) is not before --to \(to); expected an earlier time")
        }
        let all = try DataSurvey(folder, settings)
        let ranges = all.pairs.filter { $0.events > 0 }.map { "\($0.name) from \($0.first) to \($0.last)" }
        return .data(
            "there is no data between these times; there is \(ranges.joined(separator: ", ")): "
                + "give another --from or --to, or other --data")
    }
}

extension DataSurvey.Pair {
    fileprivate mutating func note(_ kline: Kline) {
        guard kline.interval == .m1, kline.close.isPositive else { return }
        ranges.sum += (kline.high - kline.low).double / kline.close.double
        ranges.count += 1
        if candlesBegin > kline.openTime { candlesBegin = kline.openTime }
        // Written so that NaN counts as one that doesn't say.
        if !(kline.volume <= 0 && kline.quoteVolume <= 0) { hasVolume = true }
    }
}

extension DataSurvey {
    /// The first problems, a line each, and how many more there are.
    public func problems(limit: Int = 20) -> [String] {
        let errors = report.errors
        let told = errors.prefix(limit).map { "\($0)" }
        let count = report.leftOut.faults + report.files.reduce(0) { $0 + $1.told }
        guard count > UInt64(told.count) else { return told }
        return told + ["and \(count - UInt64(told.count)) more like these"]
    }

    /// Pairs that have data, and none between the moments that were asked for.
    public var silent: [String] { pairs.filter { $0.events == 0 }.map(\.name) }

    /// What the run must say last, where it used less than it was given: an error where something is wrong
    /// with what was left out, else a text.
    public func lastWord() throws(HostError) -> String? {
        guard let line = report.lastLine else { return nil }
        guard report.leftOut.faults == 0 else { throw .data(line) }
        return line
    }
}
