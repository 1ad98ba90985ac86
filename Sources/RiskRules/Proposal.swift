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
    /// By how much a limit in money may be passed, fraction of it: 0 but for `HardLimits`.
    public var slack = 0.0

    public init(
        _ order: OrderView, in portfolio: PortfolioView, by settings: Settings, slack: Double = 0
    ) {
        self.order = order
        self.portfolio = portfolio
        self.settings = settings
        self.slack = slack
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
    /// Free balance less what is already promised to reservations and open orders, USDT.
    var available: Money { portfolio.free - (portfolio.promised.present ?? portfolio.pending) }
    /// The pair's row of the portfolio.
    var row: SymbolView { portfolio.symbols[order.intent.symbol.int] }
    /// A share of the equity, USDT.
    func share(_ fraction: Double) -> Money { portfolio.equity.scaled(by: fraction * (1 + slack)) }
    /// The largest order of the profile, USDT.
    var largestOrder: Money { limits.maxOrder.scaled(by: 1 + slack) }
}
