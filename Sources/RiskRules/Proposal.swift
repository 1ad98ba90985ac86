import Configuration
import Market
import Messages

/// An order beside the portfolio that it would join: what every rule looks at.
public struct Proposal: Sendable {
    /// The order.
    public var order: OrderView
    /// What it would join.
    public var portfolio: PortfolioView
    /// The limits it is held against.
    public var settings: Settings

    public init(_ order: OrderView, in portfolio: PortfolioView, by settings: Settings) {
        self.order = order
        self.portfolio = portfolio
        self.settings = settings
    }

    /// The limits of the active profile.
    public var limits: Limits { settings.limits }
    /// The pair's own limits.
    public var pair: SymbolSettings { settings[order.intent.symbol] }
    /// The order's value at its reference price, USDT.
    public var notional: Money { order.intent.notional }
    /// What it takes from the free balance: on futures the margin, on spot the whole value of a buy.
    public var cost: Money {
        switch settings.market {
        case .um: notional.scaled(by: 1 / Double(max(pair.leverage, 1)))
        case .spot: order.intent.side == .buy ? notional : .zero
        }
    }
    /// Free balance less what is already promised to reservations and open orders, USDT. Their whole
    /// value counts, whatever their leverage: a promise errs on the safe side.
    var available: Money { portfolio.free - portfolio.pending }
    /// The pair's row of the portfolio.
    var row: SymbolView { portfolio.symbols[order.intent.symbol.int] }
    /// A share of the equity, USDT.
    func share(_ fraction: Double) -> Money { portfolio.equity.scaled(by: fraction) }
}
