import Market
import Messages
import Stages

/// Profit and loss by these books.
extension AccountBooks {
    /// The account's: its drawdown is the fall from the day's highest equity, as a fraction of that.
    func pnl(on day: DayRecord) -> PnLUpdate {
        var update = PnLUpdate()
        update.equity = equity
        update.dayPnL = equity - day.openingEquity
        update.drawdown = max(0, (day.peakEquity - equity).fraction(of: day.peakEquity))
        (update.realised, update.fees) = (wallet.formerProfit, wallet.formerFees)
        for index in symbols {
            let book = self[SymbolID(index)]
            update.realised += book.position.realisedPnL
            update.unrealised += book.unrealised
            update.fees += book.fees
            update.exposure += book.position.exposure(at: book.price)
        }
        return update
    }

    /// One symbol's: its drawdown is the fall of its own profit from the day's highest, as a fraction of the
    /// account's equity at 00:00 UTC, so that the symbols' are told on one scale.
    func pnl(of symbol: SymbolID, on day: DayRecord) -> PnLUpdate {
        let book = self[symbol]
        var update = PnLUpdate()
        update.symbol = symbol
        update.realised = book.position.realisedPnL
        update.unrealised = book.unrealised
        update.fees = book.fees
        update.equity = equity
        update.exposure = book.position.exposure(at: book.price)
        update.dayPnL = book.dayPnL
        update.drawdown = max(0, (book.dayPeakPnL - book.dayPnL).fraction(of: day.openingEquity))
        update.position = book.position.quantity
        return update
    }
}
