import Market

@testable import ExchangeSimulator

/// A book as a client keeps it, by the exchange's own procedure.
struct LocalBook {
    let isFutures: Bool
    private(set) var levels: [Side: [Int64: Int64]] = [.buy: [:], .sell: [:]]
    private(set) var id: Int64 = -1
    private(set) var gaps = 0
    private var isChained = false

    init(_ snapshot: [String: Any], isFutures: Bool) {
        self.isFutures = isFutures
        id = whole(snapshot["lastUpdateId"])
        set(snapshot["bids"], .buy)
        set(snapshot["asks"], .sell)
    }

    private mutating func set(_ rows: Any?, _ side: Side) {
        for row in rows as? [[String]] ?? [] {
            let (price, quantity) = (raw(row[0]), raw(row[1]))
            levels[side]?[price] = quantity == 0 ? nil : quantity
        }
    }

    mutating func take(_ event: [String: Any]) {
        let (first, last) = (whole(event["U"]), whole(event["u"]))
        if isFutures ? last < id : last <= id { return }
        if isChained {
            if isFutures ? whole(event["pu"]) != id : first != id + 1 { gaps += 1 }
        } else if isFutures ? first > id + 1 : first > id + 1 {
            gaps += 1
        }
        isChained = true
        id = last
        set(event["b"], .buy)
        set(event["a"], .sell)
    }

    func equals(_ side: Side, _ book: [BookLevel]) -> Bool {
        levels[side] == Dictionary(uniqueKeysWithValues: book.map { ($0.price.raw, $0.quantity.raw) })
    }

    var best: (bid: Int64?, ask: Int64?) { (levels[.buy]?.keys.max(), levels[.sell]?.keys.min()) }
}
