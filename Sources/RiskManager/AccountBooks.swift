import Configuration
import Market
import Messages
import RiskRules
import Stages

/// The account as the executor tells it: its money, and position, profit and fees by symbol, valued at the
/// newest prices.
///
/// A fill and the rows of the account that follow it are topics of their own and come in any order: what a
/// later row has counted already is not booked again.
struct AccountBooks: Sendable {
    /// The account currency.
    private static let currency: ShortLabel = "USDT"

    private let settings: Settings
    private(set) var wallet = Wallet()
    /// By symbol.
    private var books: [SymbolBook]

    init(_ settings: Settings) {
        self.settings = settings
        books = Array(repeating: SymbolBook(), count: settings.instruments.count)
    }

    /// Equity of the account, USDT.
    var equity: Money { wallet.total + wallet.open }

    /// The symbols that have a book.
    var symbols: Range<Int> { books.indices }

    func knows(_ symbol: SymbolID) -> Bool { symbol.int < books.count }

    subscript(symbol: SymbolID) -> SymbolBook { books[symbol.int] }

    /// Whether nothing that can be traded is held.
    func isFlat(_ symbol: SymbolID) -> Bool {
        let held = books[symbol.int].position.quantity
        return held.isZero || settings.instruments[symbol].lots(of: held).isZero
    }

    /// What is held, as the hard limits look at it.
    var held: PortfolioView {
        var view = PortfolioView(symbols: books.count)
        (view.equity, view.free) = (equity, wallet.free)
        for place in view.symbols.indices {
            view.symbols[place].position = books[place].position.quantity
            view.symbols[place].mark = books[place].price
        }
        return view
    }

    // MARK: - What is heard

    /// Values one symbol anew.
    mutating func mark(_ symbol: SymbolID, at price: Price) {
        guard price.isPositive else { return }
        revalue(symbol) { $0.mark = price }
    }

    /// Books a fill, once: the position is the executor's. False: it is of no symbol here, or was booked.
    mutating func book(_ fill: Fill, word: EventID) -> Bool {
        guard knows(fill.symbol), fill.fillID >= books[fill.symbol.int].nextFillID else { return false }
        books[fill.symbol.int].nextFillID = fill.fillID + 1
        books[fill.symbol.int].fillWord = word
        books[fill.symbol.int].isTold = true
        let isBooked = Self.counts(books[fill.symbol.int].rowWord, word)
        if !isBooked {
            revalue(fill.symbol) { book in
                book.position.quantity = fill.position
                book.position.entryPrice = fill.position.isZero ? .zero : fill.entryPrice
                book.position.realisedPnL += fill.realisedPnL
                book.fees += fill.fee
            }
        }
        let isPaid = Self.counts(wallet.word, word) || isBooked && settings.market == .um
        if !isPaid { wallet.total += walletChange(of: fill) }
        settleWallet()
        return true
    }

    /// Takes over balances and positions as the executor has them, where they are not older than a fill.
    mutating func hear(_ row: Account, word: EventID) {
        if knows(row.symbol) {
            guard !Self.counts(books[row.symbol.int].fillWord, word) else { return }
            books[row.symbol.int].rowWord = word
            books[row.symbol.int].isTold = true
            let before = books[row.symbol.int]
            revalue(row.symbol) { book in
                book.position.quantity = row.total
                book.position.entryPrice = row.entryPrice.present ?? .zero
                book.position.realisedPnL = row.realisedPnL
                book.fees = row.fees
            }
            if settings.market == .um, !Self.counts(wallet.word, word) { pay(row, since: before) }
        } else if row.asset == Account.formerPairs {
            (wallet.formerProfit, wallet.formerFees) = (row.realisedPnL, row.fees)
        } else if row.asset == Self.currency {
            wallet.waiting = WalletRow(
                total: Money(raw: row.total.raw), free: Money(raw: row.free.raw), realised: row.realisedPnL,
                fees: row.fees, word: word, isWaiting: true)
        }
        settleWallet()
    }

    /// A new day counts profit from here.
    mutating func openDay() {
        for index in books.indices {
            books[index].dayOpeningPnL = books[index].profit
            books[index].dayPeakPnL = .zero
        }
    }

    // MARK: - Money

    /// Whether a row knows of a word: it was said after it.
    private static func counts(_ row: EventID, _ word: EventID) -> Bool { word != .none && word < row }

    /// Changes a book and keeps the sum of all values right.
    private mutating func revalue(_ symbol: SymbolID, _ change: (inout SymbolBook) -> Void) {
        let before = books[symbol.int].value(in: settings.market)
        change(&books[symbol.int])
        books[symbol.int].dayPeakPnL = max(books[symbol.int].dayPeakPnL, books[symbol.int].dayPnL)
        wallet.open += books[symbol.int].value(in: settings.market) - before
    }

    /// What a fill does to the balance until the executor's own figure follows.
    private func walletChange(of fill: Fill) -> Money {
        switch settings.market {
        case .um: return fill.realisedPnL - fill.fee
        case .spot:
            let value = fill.quantity.notional(at: fill.price) ?? .zero
            return fill.side == .buy ? -value : value - fill.fee
        }
    }

    /// What a position's row has settled leaves the wallet with it, though the wallet's own row is still on
    /// its way: a loss that is neither open any more nor paid yet would make the account too rich.
    private mutating func pay(_ row: Account, since before: SymbolBook) {
        wallet.total += row.realisedPnL - before.position.realisedPnL - (row.fees - before.fees)
    }

    /// Takes the wallet over once the books have all profit and fees that it counts: otherwise a profit
    /// would count twice, in the wallet and as the open one of a position that is closed. The account is
    /// known once each symbol is told of: a position whose row is still on its way would count nowhere.
    private mutating func settleWallet() {
        let row = wallet.waiting
        guard row.isWaiting else { return }
        var (realised, fees) = (wallet.formerProfit, wallet.formerFees)
        for book in books {
            realised += book.position.realisedPnL
            fees += book.fees
        }
        guard realised == row.realised, fees == row.fees else { return }
        guard wallet.isKnown || books.allSatisfy(\.isTold) else { return }
        (wallet.total, wallet.free) = (row.total, row.free)
        wallet.word = row.word
        wallet.isKnown = true
        wallet.waiting.isWaiting = false
    }

    // MARK: - State

    func save(into writer: inout StateWriter) {
        writer.write(wallet)
        writer.write(books)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        wallet = try reader.read()
        books = try reader.readArray(count: books.count)
    }
}
