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
    var serial: UInt32
    /// The whole intent, leg 0; children carry their own legs.
    var intent: OrderIntent
    var confidence: Double
    var rules: ExecutionRules
    /// The frame that brought the signal.
    var cause: EventID
    /// Event time at which it came.
    var received: Timestamp
    var lastFill = Timestamp.zero
    /// Why the quantity was lowered; code `none` where it was not.
    var lowered = Reason()
    /// Why stop or target was moved towards the price; code `none` where neither was.
    var tightened = Reason()
    var approvedQuantity = Quantity.absent
    var approvalExpires = Timestamp.zero
    /// The risk manager's seal, handed on as it came.
    var seal = Seal.absent

    var id: Label { intent.clientOrderID.signal }

    /// What differs from the signal, and why: the first reason of two.
    var changes: SignalChanges {
        SignalChanges(lowered.code == .none ? [] : [.lowered])
            .union(tightened.code == .none ? [] : [.tightened])
    }
    var whyChanged: Reason { lowered.code == .none ? tightened : lowered }

    /// Notes that a price was moved; the first one counts.
    mutating func noteTightened(_ code: ReasonCode, from asked: Price, to moved: Price) {
        guard asked != moved, tightened.code == .none else { return }
        tightened = Reason(code, found: asked.double, limit: moved.double)
    }
}
