import Market
import Messages
import Stages

extension PnLUpdate {
    /// The account's: its drawdown is the fall from the day's highest equity, as a fraction of that.
    init(_ books: AccountBooks, _ day: DayRecord) {
        self.init()
        equity = books.equity
        dayPnL = books.equity - day.openingEquity
        drawdown = max(0, (day.peakEquity - books.equity).fraction(of: day.peakEquity))
        (realised, fees) = (books.wallet.formerProfit, books.wallet.formerFees)
        for index in books.symbols {
            let book = books[SymbolID(index)]
            realised += book.position.realisedPnL
            unrealised += book.unrealised
            fees += book.fees
            exposure += book.position.exposure(at: book.price)
        }
    }

    /// One symbol's: its drawdown is the fall of its own profit from the day's highest, as a fraction of the
    /// account's equity at 00:00 UTC, so that the symbols' are told on one scale.
    init(_ symbol: SymbolID, _ books: AccountBooks, _ day: DayRecord) {
        let book = books[symbol]
        self.init()
        self.symbol = symbol
        realised = book.position.realisedPnL
        unrealised = book.unrealised
        fees = book.fees
        equity = books.equity
        exposure = book.position.exposure(at: book.price)
        dayPnL = book.dayPnL
        drawdown = max(0, (book.dayPeakPnL - book.dayPnL).fraction(of: day.openingEquity))
        position = book.position.quantity
    }
}
