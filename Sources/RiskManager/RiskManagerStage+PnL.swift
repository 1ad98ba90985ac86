import Market
import Messages
import Stages

extension RiskManagerStage {
    /// Tells profit and loss: one message for the account, one per symbol that holds something.
    func publishPnL(_ effects: inout Effects) {
        effects.publish(.pnlUpdate(accountPnL))
        for index in books.indices where !isFlat(SymbolID(index)) {
            effects.publish(.pnlUpdate(symbolPnL(SymbolID(index))))
        }
    }

    /// Whether nothing that can be traded is held.
    func isFlat(_ symbol: SymbolID) -> Bool {
        let held = books[symbol.int].position.quantity
        return held.isZero || settings.instruments[symbol].lots(of: held).isZero
    }

    private var accountPnL: PnLUpdate {
        var update = PnLUpdate()
        update.equity = account.equity
        update.dayPnL = account.equity - account.day.openingEquity
        update.drawdown = account.fall
        (update.realised, update.fees) = (account.formerProfit, account.formerFees)
        for index in books.indices {
            update.realised += books[index].position.realisedPnL
            update.unrealised += books[index].unrealised
            update.fees += books[index].fees
            update.exposure += books[index].position.exposure(at: books[index].price)
        }
        return update
    }

    /// One symbol's: its drawdown is the fall of its own profit from the day's highest, as a fraction of the
    /// account's equity at 00:00 UTC, so that the symbols' are told on one scale.
    func symbolPnL(_ symbol: SymbolID) -> PnLUpdate {
        let book = books[symbol.int]
        var update = PnLUpdate()
        update.symbol = symbol
        update.realised = book.position.realisedPnL
        update.unrealised = book.unrealised
        update.fees = book.fees
        update.equity = account.equity
        update.exposure = book.position.exposure(at: book.price)
        update.dayPnL = book.dayPnL
        update.drawdown = max(0, (book.dayPeakPnL - book.dayPnL).fraction(of: account.day.openingEquity))
        update.position = book.position.quantity
        return update
    }
}
