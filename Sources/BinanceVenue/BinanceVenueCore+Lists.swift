import Exchanges
import Market
import Messages
import Stages

/// A stop and its target on spot, which rest as one list. The stop's place speaks for both: they go as one
/// request, and until the exchange tells of one of them what is known of it is known of both.
extension BinanceVenueCore {
    /// Takes an order in, and the target that goes with it; answers its place.
    mutating func add(_ intent: OrderIntent) -> Int {
        let row = OutstandingOrder(intent, on: settings.market)
        // Taking one in may move those that were there.
        if let other = row.listed { _ = orders.add(other) }
        return orders.add(row)
    }

    /// The place of the target that goes with a stop; `nil` where it goes alone.
    func listed(with place: Int) -> Int? {
        guard orders[place].target.present != nil else { return nil }
        return orders.place(of: OutstandingOrder.target(of: orders[place].id))
    }

    /// What became of a list's request became of both of its orders.
    mutating func mirror(_ place: Int) {
        guard let other = listed(with: place) else { return }
        guard orders[other].phase != .open, orders[other].phase != .ended else { return }
        orders[other].life = orders[place].life
        orders[other].sentAt = orders[place].sentAt
        orders[other].askAt = .max
    }

    /// An answer tells of the orders of a list, or of one.
    mutating func takeListed(_ body: [UInt8], at moment: Moment) throws(FeedProblem) {
        for told in try reader.listed(body) {
            guard let place = orders.place(of: told) ?? adopt(told, at: moment) else { continue }
            tell(told, place, at: moment)
        }
    }

    /// The exchange takes no such list, since the market has passed one of its prices or a filter is against
    /// it: the stop goes alone, so that what is held is not bare, and the target is refused.
    mutating func placeAlone(
        _ place: Int, _ refusal: ExchangeRefusal, at moment: Moment
    ) {
        guard orders[place].phase == .sent else { return }
        let target = listed(with: place)
        telling.note("\(orders[place].id.text) goes without its target: \(refusal)")
        orders[place].target = .absent
        goAgain(place, after: 0, at: moment)
        guard let target, orders[target].life.apply(.refused) else { return }
        orders[target].reason = Reason(of: refusal)
        orders[target].owesEnd = true
        sayEnd(target, at: moment)
    }
}
