import Market
import Messages

/// The risk manager's leave for a whole intent, as each child hands it on; empty for what needs none.
struct Approval: BitwiseCopyable, Sendable {
    var quantity = Quantity.absent
    /// Event time until which it is good.
    var expires = Timestamp.zero
    /// The risk manager's seal, handed on as it came.
    var seal = Seal.absent

    init() {}

    init(_ verdict: RiskVerdict) {
        quantity = verdict.quantity
        expires = verdict.expires
        seal = verdict.seal
    }
}
