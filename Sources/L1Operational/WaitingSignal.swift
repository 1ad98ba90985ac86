import Market
import Messages

/// A signal of L2 whose plan has not come yet.
struct WaitingSignal: BitwiseCopyable, Sendable {
    var signal: Signal
    var cause: EventID
    /// Event time after which nothing is waited for.
    var until: Timestamp
}
