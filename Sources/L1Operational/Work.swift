import Market
import Messages

/// One signal being worked: from its decision to its report.
struct Work: BitwiseCopyable, Sendable {
    enum Phase: UInt8, BitwiseCopyable, Sendable {
        /// Waits for the executor to come back.
        case held
        /// The risk manager was asked.
        case checking
        /// Its children are at the executor.
        case working
    }

    var phase = Phase.held
    /// Number of its expiry timer.
    let serial: UInt32
    /// The whole intent, leg 0; children carry their own legs.
    var intent: OrderIntent
    let confidence: Double
    let rules: ExecutionRules
    /// The frame that brought the signal.
    let cause: EventID
    /// Event time at which it came.
    let received: Timestamp
    var lastFill = Timestamp.zero
    /// Why the quantity was lowered; code `none` where it was not.
    private var lowered = Reason()
    /// Why stop or target was moved towards the price; code `none` where neither was.
    private var tightened = Reason()

    /// Turns a signal into its one intent: an exit where it stands against the position, else an entry.
    init(
        _ signal: Signal, _ plan: ExecutionPlan?, cause: EventID, serial: UInt32, expires: Timestamp,
        at time: Timestamp, in around: Surroundings
    ) {
        let isExit = around.market.tradable(signal.symbol).raw * signal.side.sign < 0
        self.serial = serial
        intent = OrderIntent(signal, plan, isExit: isExit, expires: expires)
        intent.referencePrice = around.market[signal.symbol].price
        confidence = signal.confidence
        rules = around.rules.rules(for: signal, plan)
        self.cause = cause
        received = time
    }

    var id: Label { intent.clientOrderID.signal }

    /// What differs from the signal, and why: the first reason of two.
    var changes: SignalChanges {
        SignalChanges(lowered.code == .none ? [] : [.lowered])
            .union(tightened.code == .none ? [] : [.tightened])
    }
    var whyChanged: Reason { lowered.code == .none ? tightened : lowered }

    /// Whether another one would trade against this one's entry.
    func opposes(_ other: Work) -> Bool {
        id != other.id && intent.symbol == other.intent.symbol && phase != .held && !intent.reduces
            && intent.side != other.intent.side
    }

    /// Lowers the quantity, never raises it; the first reason counts.
    mutating func lower(to quantity: Quantity, _ reason: Reason) {
        guard quantity < intent.quantity else { return }
        intent.quantity = quantity
        if lowered.code == .none { lowered = reason }
    }

    /// Lowers an entry by a factor on risk.
    mutating func lower(by scale: Double) {
        guard scale < 1, !intent.reduces else { return }
        lower(to: intent.quantity.scaled(by: scale), Reason(.rebalanced, found: scale, limit: 1))
    }

    /// Moves stop and target onto the instrument's grid, both towards the price: the trade can end a tick
    /// sooner and never later. A limit price is never moved (see `SignalCheck`).
    mutating func tighten(to tick: Price) {
        if let stop = intent.stopLoss.present {
            intent.stopLoss = stop.rounded(to: tick, intent.side == .buy ? .up : .down)
            noteTightened(.stopRounded, from: stop, to: intent.stopLoss)
        }
        if let target = intent.takeProfit.present {
            intent.takeProfit = target.rounded(to: tick, intent.side == .buy ? .down : .up)
            noteTightened(.targetRounded, from: target, to: intent.takeProfit)
        }
    }

    /// Notes that a price was moved; the first one counts.
    private mutating func noteTightened(_ code: ReasonCode, from asked: Price, to moved: Price) {
        guard asked != moved, tightened.code == .none else { return }
        tightened = Reason(code, found: asked.double, limit: moved.double)
    }
}
