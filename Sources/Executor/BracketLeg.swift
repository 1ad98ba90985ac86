import Market

/// The stop or the target of a trade, as the executor is told of it.
struct BracketLeg: BitwiseCopyable, Sendable {
    /// Its trigger; absent where there is none, or where it was taken back.
    var price = Price.absent
    /// What it was told to rest for, and whether it was told at all.
    var told = Quantity.zero
    var isTold = false
    /// The number of the newest size that was placed.
    var lastSize = -1
    /// One was refused or lost: before this moment none is placed.
    var notBefore = Timestamp.zero
    /// How many were in a row.
    var losses = 0
    /// Why the exchange did not take a target with its stop, as far as it didn't.
    var refusal = TargetRefusal.none
}
