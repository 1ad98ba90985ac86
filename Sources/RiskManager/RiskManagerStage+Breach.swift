import Market
import Messages
import RiskRules
import Stages

extension RiskManagerStage {
    /// Halts where what is held has passed a hard limit by far: once, until it is within again. The executor
    /// looks at its own books by the same rules, so that neither needs the other to stop.
    mutating func watchBooks(_ input: Envelope, _ effects: inout Effects) {
        let reason = HardLimits.breach(in: held, by: settings)
        defer { account.isBreached = reason != nil }
        guard let reason, !account.isBreached else { return }
        stop(reason, at: input.time, &effects)
    }

    /// What the executor has told of positions and balances.
    private var held: PortfolioView {
        var view = PortfolioView(symbols: books.count)
        (view.equity, view.free) = (account.equity, account.free)
        for place in view.symbols.indices {
            view.symbols[place].position = books[place].position.quantity
            view.symbols[place].mark = books[place].price
        }
        return view
    }
}
