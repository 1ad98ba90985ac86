import Configuration
import Market
import Messages

@testable import RiskRules

/// The documents' settings with BTC at 50 000, ETH at 3 000 and SOL at 150; equity 10 000 USDT.
enum Fixture {
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)
    static let sol = SymbolID(2)
    static let marks = [Price(50_000), Price(3_000), Price(150)]

    /// An entry of a value in USDT with its stop 2 % away.
    static func entry(_ symbol: SymbolID, usdt: Int, side: Side = .buy) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "s1")
        intent.symbol = symbol
        intent.side = side
        intent.referencePrice = marks[symbol.int]
        intent.quantity = quantity(usdt, symbol)
        intent.stopLoss = intent.referencePrice.scaled(by: side == .buy ? 0.98 : 1.02)
        intent.expires = Timestamp(milliseconds: 60_000)
        return intent
    }

    /// What a value in USDT buys, rounded up to 1e-8 so that its value is never below.
    static func quantity(_ usdt: Int, _ symbol: SymbolID) -> Quantity {
        Money(usdt).quantity(at: marks[symbol.int], .up) ?? .zero
    }

    static func portfolio(_ positions: [Int] = [0, 0, 0]) -> PortfolioView {
        var view = PortfolioView(symbols: 3)
        for (index, usdt) in positions.enumerated() {
            view.symbols[index].mark = marks[index]
            view.symbols[index].position = quantity(usdt, SymbolID(index))
        }
        view.equity = Money(10_000)
        view.free = Money(10_000)
        view.dayOpening = Money(10_000)
        view.dayPeak = Money(10_000)
        (view.first, view.second) = (btc, eth)
        return view
    }

    static func proposal(
        _ intent: OrderIntent, _ portfolio: PortfolioView = portfolio(), _ settings: Settings = .standard
    ) -> Proposal {
        Proposal(OrderView(intent), in: portfolio, by: settings)
    }
}
