/// The open position's books, from its first fill on.
struct OpenTrade: BitwiseCopyable, Sendable {
    /// What is lost at the stop, USDT; zero where the entry was not L2's.
    var risk = 0.0
    /// Profit so far after fees, USDT.
    var profit = 0.0
}
