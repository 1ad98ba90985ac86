import Market
import Messages
import Stages

/// An order's life, in one place.
///
/// | status            | accepted | filled     | cancelled, expired | rejected | unanswered | resting |
/// | ----------------- | -------- | ---------- | ------------------ | -------- | ---------- | ------- |
/// | pending           | new      | part, full | as told            | rejected | unknown    | new     |
/// | unknown           | new      | part, full | as told            | rejected | –          | new     |
/// | new               | –        | part, full | as told            | rejected | –          | resized |
/// | part filled       | –        | part, full | as told            | expired  | –          | resized |
/// | filled            | –        | booked     | –                  | –        | –          | –       |
/// | cancelled,expired | –        | same, full | –                  | –        | –          | –       |
/// | rejected          | –        | part, full | –                  | –        | –          | –       |
///
/// A fill is the venue's fact and is always booked: it may come before the acknowledgement, after the
/// cancel that it raced, or prove a presumed refusal wrong. What comes late otherwise changes nothing.
extension OrderRecord {
    /// Takes an event; answers whether anything changed.
    mutating func apply(_ event: OrderEvent) -> Bool {
        switch event {
        case .accepted: isInFlight && become(.new)
        case .filled(let quantity, let price): book(quantity, at: price)
        case .cancelled(let reason): !status.isFinal && become(.cancelled, reason)
        case .expired(let reason): !status.isFinal && become(.expired, reason)
        case .rejected(let reason):
            !status.isFinal && become(executedQuantity.isZero ? .rejected : .expired, reason)
        case .unanswered: status == .pending && become(.unknown, Reason(.timedOut))
        case .resting(let quantity): rest(quantity)
        }
    }

    /// Sent, or about to be, and not yet answered.
    var isInFlight: Bool { status == .pending || status == .unknown }

    /// What is still to be filled; zero once it has ended.
    var openQuantity: Quantity { status.isFinal ? .zero : max(.zero, intent.quantity - executedQuantity) }

    /// Whether it rests at the venue as a stop or target.
    var isBracket: Bool { intent.purpose == .stop || intent.purpose == .target }

    private mutating func become(_ next: OrderStatus, _ reason: Reason = Reason()) -> Bool {
        status = next
        self.reason = reason
        return true
    }

    private mutating func book(_ quantity: Quantity, at price: Price) -> Bool {
        executedQuantity += quantity
        executedValue += quantity.notional(at: price) ?? .zero
        if executedQuantity >= intent.quantity { return become(.filled) }
        return status == .cancelled || status == .expired || become(.partiallyFilled)
    }

    private mutating func rest(_ quantity: Quantity) -> Bool {
        let total = executedQuantity + quantity
        guard !status.isFinal, isInFlight || total != intent.quantity else { return false }
        intent.quantity = total
        return !isInFlight || become(.new)
    }
}
