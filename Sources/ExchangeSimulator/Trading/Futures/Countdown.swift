import Market

/// An account's promise to say something before a moment; without it its orders go.
struct Countdown: BitwiseCopyable, Sendable {
    let account: Int
    let symbol: Int
    let until: Timestamp
}
