import Exchanges
import Market

/// An account that the exchange has from its start.
public struct AccountTerms {
    /// What a request names it by.
    public var key: String
    /// What it begins with, USDT: so much on spot, and so much on futures.
    public var money: Money
    /// Who knows its signatures.
    public var verifier: RequestVerifier
    /// The leverage of each of its contracts, with isolated margin; `nil` for what the exchange gives a new
    /// account: crossed margin, and 20.
    public var isolatedLeverage: Int64?
    /// What its key may do, as it is told: reading and trading, and nothing else.
    public var permissions = AccountTerms.trading

    public init(key: String, money: Money, verifier: RequestVerifier) {
        (self.key, self.money, self.verifier) = (key, money, verifier)
    }

    /// Reading and trading, from every address.
    private static let trading: KeyPermissions = {
        var permissions = KeyPermissions()
        (permissions.reads, permissions.tradesSpot, permissions.tradesFutures) = (true, true, true)
        (permissions.withdraws, permissions.transfers, permissions.isBound) = (false, false, false)
        return permissions
    }()
}
