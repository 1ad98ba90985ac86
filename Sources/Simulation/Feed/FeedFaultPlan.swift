import ExchangeSimulator
import Market

/// What goes wrong in a simulation of the feed, and when.
struct FeedFaultPlan {
    private static let second: Int64 = 1_000_000_000

    /// When the first of them happens.
    let begins: Int64
    let faults: [Fault]
    /// Between one and the next.
    let spacing: Int64
    /// How long after the last one all goes as it should again.
    let lasts: Int64

    init(_ kind: Fault.Kind?, _ market: MarketKind, _ chance: inout SplitMix64) {
        begins = 120 * Self.second + chance.milliseconds(0...60_000)
        spacing = chance.milliseconds(100...20_000)
        guard let kind else {
            (faults, lasts) = ([], 60 * Self.second)
            return
        }
        let made = (0..<chance.pick(1...3)).map { _ in Self.fault(kind, &chance) }
        faults = made
        let longest = made.map(\.milliseconds).max() ?? 0
        lasts = (30 + abs(longest) / 1000) * Self.second
    }

    private static func fault(_ kind: Fault.Kind, _ chance: inout SplitMix64) -> Fault {
        func milliseconds(_ range: ClosedRange<Int>) -> Int64 { Int64(chance.pick(range)) }
        let places = ["", "@depth", "@aggTrade", "@kline", "btcusdt@bookTicker", "ethusdt@depth", "solusdt@"]
        let place = places[chance.pick(0...(places.count - 1))]
        switch kind {
        case .late: return Fault(kind, milliseconds: milliseconds(500...15_000), count: chance.pick(1...5))
        case .drop: return Fault(kind, count: chance.pick(1...5))
        case .status: return Fault(kind, status: 500 + chance.pick(0...4), count: chance.pick(1...6))
        case .weight: return Fault(kind)
        case .ban: return Fault(kind, milliseconds: milliseconds(5000...60_000))
        case .disconnect: return Fault(kind, status: chance.happens(0.5) ? 0 : 1001)
        case .halfOpen: return Fault(kind)
        case .silent: return Fault(kind, milliseconds: milliseconds(2000...180_000), place: place, count: 0)
        case .gap: return Fault(kind, place: chance.happens(0.5) ? "" : "ethusdt", count: chance.pick(1...5))
        case .duplicate: return Fault(kind, place: place, count: chance.pick(1...50))
        case .reorder: return Fault(kind, place: place, count: chance.pick(1...20))
        case .clock: return Fault(kind, milliseconds: milliseconds(-3000...3000))
        case .shutdown: return Fault(kind, milliseconds: milliseconds(0...10_000))
        // The market knows nothing of accounts.
        case .statusAfter, .lateEvents, .orders, .listenKeys: return Fault(kind)
        }
    }

    /// For a person.
    var text: String {
        let list = faults.map { fault in
            "\(fault.kind.rawValue) ms \(fault.milliseconds) status \(fault.status) at '\(fault.place)' "
                + "count \(fault.count)"
        }
        let what = list.isEmpty ? "no fault" : list.joined(separator: "; ")
        return "\(what); from \(begins / 1_000_000) ms on, each \(spacing / 1_000_000) ms later"
    }
}
