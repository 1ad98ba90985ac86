import Exchanges
import Market
import Messages
import Stages

/// The rows of a pair against the exchange's for the same time.
public struct DatasetComparison: Sendable, Hashable {
    /// Differences that are told by themselves.
    private static let exampleLimit = 20
    /// How much volumes may differ: those that went through binary floats are not exact.
    private static let volumeTolerance = 1e-9

    /// Rows that the exchange has, and those of them that are the same here.
    public internal(set) var rows: UInt64 = 0
    public internal(set) var same: UInt64 = 0
    /// Rows with other figures, rows that are not here, and rows that are here alone.
    public internal(set) var differing: UInt64 = 0
    public internal(set) var lacking: UInt64 = 0
    public internal(set) var extra: UInt64 = 0
    /// Why it could not be compared, or not to its end.
    public internal(set) var failure: String?
    /// The first differences.
    public internal(set) var examples: [String] = []

    /// What is wrong, in words.
    var faults: [String] {
        var faults: [String] = []
        if differing > 0 { faults.append("\(differing) unlike the exchange's") }
        if lacking > 0 { faults.append("\(lacking) that only the exchange has") }
        if extra > 0 { faults.append("\(extra) that the exchange does not have") }
        if let failure { faults.append("not compared: \(failure)") }
        return faults
    }

    var lines: [String] {
        if let failure { return ["  not compared: \(failure)"] }
        return [
            "  the exchange has \(rows): \(same) the same, \(differing) differ, \(lacking) not here, "
                + "\(extra) only here"
        ]
    }

    var json: String {
        let failure = failure.map { ",\"failure\":\(ForeignText.json($0))" } ?? ""
        return "{\"rows\":\(rows),\"same\":\(same),\"differing\":\(differing),\"lacking\":\(lacking),"
            + "\"extra\":\(extra)\(failure)}"
    }

    private mutating func tell(_ text: String) {
        if examples.count < Self.exampleLimit { examples.append(text) }
    }

    /// A row that is here, and not at the exchange.
    mutating func noteExtra(_ own: MarketEvent, _ name: String) {
        extra += 1
        tell("\(name): the exchange does not have \(Self.words(own))")
    }

    /// A row that is at the exchange, and not here.
    mutating func noteLacking(_ theirs: MarketEvent, _ name: String) {
        lacking += 1
        tell("\(name): \(Self.words(theirs)) of the exchange is not here")
    }

    /// A row that both have.
    mutating func compare(_ own: MarketEvent, _ theirs: MarketEvent, _ name: String) {
        guard !Self.isSame(own, theirs) else { return same += 1 }
        differing += 1
        tell("\(name): here \(Self.words(own)), at the exchange \(Self.words(theirs))")
    }

    private static func isSame(_ own: MarketEvent, _ theirs: MarketEvent) -> Bool {
        switch (own.message, theirs.message) {
        case (.kline(let a), .kline(let b)):
            a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close
                && abs(a.volume - b.volume) <= volumeTolerance * max(1, abs(b.volume))
        case (.trade(let a), .trade(let b)):
            own.time == theirs.time && a.price == b.price && a.quantity == b.quantity
                && a.buyerIsMaker == b.buyerIsMaker
        default: false
        }
    }

    private static func words(_ event: MarketEvent) -> String {
        switch event.message {
        case .kline(let kline):
            "\(kline.openTime) \(kline.open) \(kline.high) \(kline.low) \(kline.close) \(kline.volume)"
        case .trade(let trade): "\(trade.tradeID) \(event.time) \(trade.price) \(trade.quantity)"
        default: "\(event.time)"
        }
    }
}
