import Configuration
import Market
import Messages

/// What the fields of a submitted order may be, whatever they ask for: legs, lifetimes and prices.
///
/// Nothing that L1 makes of an approved signal lies outside; what does was made by a fault or a forger.
public enum OrderBounds {
    /// Event time by which the executor's clock may lie behind those of the risk manager and L1: where the
    /// data has a hole, the first candle after it may reach it last. No hole that is traded on is longer.
    public static let clockLag = TimeSpan.days(1)

    /// Why an order's fields are refused; `nil` where they are in range.
    public static func breach(of order: SubmitOrder, at time: Timestamp, by settings: Settings) -> Reason? {
        let intent = order.intent
        if let reason = leg(of: intent) ?? price(of: intent) { return reason }
        if let reason = lifetime(intent.expires, at: time, signalLife(settings)) { return reason }
        guard !intent.reduces else { return nil }
        return lifetime(order.approvalExpires, at: time, approvalLife(settings))
    }

    private static func leg(of intent: OrderIntent) -> Reason? {
        let id = intent.clientOrderID
        guard !id.mayBeSubmitted(as: intent.purpose) else { return nil }
        let last = intent.reduces ? ClientOrderID.exitLeg : UInt8(ClientOrderID.childLimit)
        return Reason(.legOutOfRange, found: Double(id.leg), limit: Double(last))
    }

    private static func price(of intent: OrderIntent) -> Reason? {
        if intent.orderType == .limit, intent.price.present == nil { return Reason(.noPrice) }
        for price in [intent.price, intent.stopLoss, intent.takeProfit] {
            if let price = price.present, !price.isPositive {
                return Reason(.invalidPrice, found: price.double)
            }
        }
        return intent.referencePrice < .zero
            ? Reason(.invalidPrice, found: intent.referencePrice.double) : nil
    }

    private static func lifetime(_ end: Timestamp, at time: Timestamp, _ longest: TimeSpan) -> Reason? {
        let last = time + longest + clockLag
        guard end > last else { return nil }
        return .late(.lifetimeTooLong, at: end, until: last)
    }

    /// The longest that the risk manager's approvals are good.
    static func approvalLife(_ settings: Settings) -> TimeSpan {
        max(settings.risk.approvalOnKlines, settings.risk.approvalOnTicks)
    }

    /// The longest that a signal lives: one from outside, or one of L2's slowest timeframe. A plan that asks
    /// for more is cut by L1.
    public static func signalLife(_ settings: Settings) -> TimeSpan {
        let slowest = settings.slowestTimeframe.span
        return max(settings.operational.outsideSignalLife, slowest * Int64(settings.tactic.expiryCandles))
    }
}
