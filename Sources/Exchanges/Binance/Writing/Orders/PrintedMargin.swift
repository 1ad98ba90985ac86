import Market

/// What a futures account has and must keep, USDT.
public struct PrintedMargin: BitwiseCopyable, Sendable, Hashable {
    /// All that it has but what positions have won or lost, and the part that isolated ones do not hold.
    public var wallet: Money
    public var crossWallet: Money
    public var unrealised = Money.zero
    public var crossUnrealised = Money.zero
    public var positionMargin = Money.zero
    public var orderMargin = Money.zero
    public var maintenance = Money.zero
    /// What new orders may take.
    public var available = Money.zero

    public init(wallet: Money, crossWallet: Money) {
        (self.wallet, self.crossWallet) = (wallet, crossWallet)
    }

    /// What all positions and orders take.
    public var initialMargin: Money { positionMargin + orderMargin }
    /// The wallet with what positions have won or lost.
    public var balance: Money { wallet + unrealised }
}
