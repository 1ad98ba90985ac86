import Market

/// What an account has on futures.
struct FuturesWallet: Sendable {
    /// All of it but what open positions have won or lost.
    var balance: Money

    init(_ money: Money, contracts: Int) { balance = money }
}
