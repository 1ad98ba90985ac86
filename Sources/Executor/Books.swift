import Configuration
import Market
import Messages
import Stages

/// Positions, cash, fees and profit: what the fills made of the capital, exact to 1e-8.
struct Books: Sendable {
    private let market: MarketKind
    private let leverages: [Int64]
    private let assets: [ShortLabel]
    /// By symbol.
    private(set) var symbols: [SymbolBook]
    /// Capital, profit closed, less fees and funding, USDT.
    private(set) var cash: Money
    /// What fees came to that were taken in BNB.
    private(set) var paidInBNB = Quantity.zero
    /// Account rows of a restart, until `finishRecovery`; by symbol.
    private var recovered: [Account?]
    private var recoveredWallet: Account?
    /// Profit closed and fees of pairs that were traded once and aren't any more: history that still counts.
    private var formerProfit = Money.zero
    private var formerFees = Money.zero

    init(_ settings: Settings) {
        market = settings.market
        leverages = settings.symbols.map { Int64(max($0.leverage, 1)) }
        assets = settings.instruments.instruments.map { ShortLabel(clipping: $0.base) }
        symbols = Array(repeating: SymbolBook(), count: assets.count)
        recovered = Array(repeating: nil, count: assets.count)
        cash = settings.capital
    }

    var count: Int { symbols.count }
    subscript(symbol: SymbolID) -> SymbolBook { symbols[symbol.int] }

    mutating func mark(_ symbol: SymbolID, at price: Price) {
        if symbol.int < symbols.count { symbols[symbol.int].mark = price }
    }

    /// Books a fill, by what the holding grew or shrank by, with its fee; answers the profit that it
    /// closed before fees.
    mutating func apply(
        _ symbol: SymbolID, _ side: Side, _ filled: Quantity, at price: Price, fee: Money
    ) -> Money {
        let profit = symbols[symbol.int].apply(side, filled, at: price)
        cash += profit
        pay(symbol, fee)
        return profit
    }

    /// Books a fee or funding; negative where it was received.
    mutating func pay(_ symbol: SymbolID, _ amount: Money) {
        symbols[symbol.int].fees += amount
        cash -= amount
    }

    /// Books a fee that was taken in BNB; answers the row that tells them all.
    mutating func pay(inBNB amount: Quantity) -> Account {
        paidInBNB += amount
        var account = Account()
        account.asset = Account.feeAsset
        (account.total, account.free) = (-paidInBNB, -paidInBNB)
        return account
    }

    /// Takes a position over as the venue has it, at what it cost there or else at the last price. Profit
    /// and cash stay: what they should be is the balance's affair.
    mutating func settle(_ holding: VenueHolding) {
        let place = holding.symbol.int
        let price = holding.entryPrice.present ?? symbols[place].mark
        symbols[place].quantity = holding.quantity
        symbols[place].cost = holding.quantity.notional(at: price) ?? .zero
    }

    /// What two sums over the same fills may differ by, since either rounds each share of a cost once.
    static let rounding = Money(raw: 100)

    /// Takes over what a position cost at the venue where that is another cost than its fills come to
    /// here: they were told in another order, and what was closed took another share of the cost with it. The
    /// profit closed changes by as much, and what all is worth stays. Answers whether it was another.
    mutating func settleAverage(_ holding: VenueHolding) -> Bool {
        let place = holding.symbol.int
        let own = symbols[place]
        guard market == .um, let price = holding.entryPrice.present, !own.quantity.isZero,
            let cost = own.quantity.notional(at: price)
        else { return false }
        // An average has eight digits behind the point, and may have been rounded with each fill.
        let digits = own.quantity.magnitude.raw / 1_000_000
        let rounded = Money(raw: max(digits, own.cost.magnitude.raw / 10_000_000))
        let change = cost - own.cost
        guard change.magnitude > max(rounded, Self.rounding) else { return false }
        symbols[place].cost = cost
        symbols[place].realised += change
        cash += change
        return true
    }

    /// Takes over what the venue has of the account currency.
    mutating func settle(balance: Money) { cash += balance - Money(raw: wallet.total.raw) }

    // MARK: - What is said of it

    /// The account currency. On spot the balance is what is left after buying; on futures it is the
    /// wallet, and an open position holds cost/leverage of it as margin.
    var wallet: Account {
        var account = Account()
        account.asset = "USDT"
        let cost = symbols.reduce(Money.zero) { $0 + $1.cost }
        let total = market == .spot ? cash - cost : cash
        account.total = Quantity(raw: total.raw)
        account.free = market == .spot ? account.total : Quantity(raw: (cash - margin).raw)
        account.realisedPnL = symbols.reduce(formerProfit) { $0 + $1.realised }
        account.fees = symbols.reduce(formerFees) { $0 + $1.fees }
        account.equity = symbols.reduce(cash) { $0 + $1.unrealised }
        return account
    }

    private var margin: Money {
        symbols.indices.reduce(.zero) { sum, place in
            sum + Money(raw: symbols[place].cost.magnitude.raw / leverages[place])
        }
    }

    /// A base asset: its total is the position.
    func account(_ symbol: SymbolID) -> Account {
        let book = symbols[symbol.int]
        var account = Account()
        account.asset = assets[symbol.int]
        account.symbol = symbol
        account.total = book.quantity
        account.free = book.quantity
        account.entryPrice = book.quantity.isZero ? .absent : book.entryPrice
        account.realisedPnL = book.realised
        account.fees = book.fees
        return account
    }

    /// What the pairs came to that were traded once and aren't any more; `nil` where nothing.
    var former: Account? {
        guard !formerProfit.isZero || !formerFees.isZero else { return nil }
        var account = Account()
        account.asset = Account.formerPairs
        account.realisedPnL = formerProfit
        account.fees = formerFees
        return account
    }

    // MARK: - Restart

    /// A durable fill: gives back quantity and exact cost. Fills come in the order of their numbers.
    mutating func recover(_ fill: Fill) {
        guard fill.symbol.int < symbols.count else { return }
        _ = symbols[fill.symbol.int].apply(fill.side, fill.received, at: fill.price)
    }

    /// A durable account row: the last word on balances, fees and profit.
    mutating func recover(_ account: Account) {
        if account.asset == Account.formerPairs {
            formerProfit += account.realisedPnL
            formerFees += account.fees
        } else if account.symbol == .none, account.asset == Account.feeAsset {
            paidInBNB = -account.total
        } else if account.symbol == .none {
            recoveredWallet = account
        } else if account.symbol.int < recovered.count {
            recovered[account.symbol.int] = account
        }
    }

    /// Brings fills and rows together once all are given. Where the fills don't add up to the row's
    /// position (some were lost), the row stands and the cost is its rounded average.
    mutating func finishRecovery() {
        for place in symbols.indices {
            guard let row = recovered[place] else { continue }
            recovered[place] = nil
            symbols[place].realised = row.realisedPnL
            symbols[place].fees = row.fees
            guard symbols[place].quantity != row.total else { continue }
            symbols[place].quantity = row.total
            symbols[place].cost = row.total.notional(at: row.entryPrice.present ?? .zero) ?? .zero
        }
        guard let row = recoveredWallet else { return }
        recoveredWallet = nil
        let cost = symbols.reduce(Money.zero) { $0 + $1.cost }
        cash = Money(raw: row.total.raw) + (market == .spot ? cost : .zero)
    }

    func save(into writer: inout StateWriter) {
        writer.write(symbols)
        writer.write(cash)
        writer.write(recovered)
        writer.write(recoveredWallet)
        writer.write(formerProfit)
        writer.write(formerFees)
        writer.write(paidInBNB)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        symbols = try reader.readArray(count: symbols.count)
        cash = try reader.read()
        recovered = try reader.readArray(count: recovered.count)
        recoveredWallet = try reader.read()
        formerProfit = try reader.read()
        formerFees = try reader.read()
        paidInBNB = try reader.read()
    }
}
