import Market
import Messages
import Stages

extension RiskManagerStage {
    /// The account currency.
    static let currency: ShortLabel = "USDT"

    /// Books a fill, once: the position is the executor's, what was pending shrinks by what was filled.
    ///
    /// A fill and the rows of the account that follow it are topics of their own and come in any order: what
    /// a later row has counted already is not booked again.
    mutating func hear(_ fill: Fill, _ input: Envelope, _ effects: inout Effects) {
        guard knows(fill.symbol), fill.fillID >= books[fill.symbol.int].nextFillID else { return }
        books[fill.symbol.int].nextFillID = fill.fillID + 1
        books[fill.symbol.int].fillWord = input.id
        books[fill.symbol.int].isTold = true
        let isBooked = Self.counts(books[fill.symbol.int].rowWord, input.id)
        if !isBooked {
            revalue(fill.symbol) { book in
                book.position.quantity = fill.position
                book.position.entryPrice = fill.position.isZero ? .zero : fill.entryPrice
                book.position.realisedPnL += fill.realisedPnL
                book.fees += fill.fee
            }
        }
        let isPaid = Self.counts(account.walletWord, input.id) || isBooked && settings.market == .um
        if !isPaid { account.wallet += walletChange(of: fill) }
        settleWallet()
        if fill.purpose == .entry { takeFill(fill, at: input.time) }
        guard !input.isWarmUp, account.isKnown else { return }
        watchDay(input, &effects)
        watchBooks(input, &effects)
        publishPnL(&effects)
        if isFlat(fill.symbol) { effects.publish(.pnlUpdate(symbolPnL(fill.symbol))) }
    }

    /// Whether a row knows of a word: it was said after it.
    private static func counts(_ row: EventID, _ word: EventID) -> Bool { word != .none && word < row }

    /// What a fill does to the balance until the executor's own figure follows.
    private func walletChange(of fill: Fill) -> Money {
        switch settings.market {
        case .um: return fill.realisedPnL - fill.fee
        case .spot:
            let value = fill.quantity.notional(at: fill.price) ?? .zero
            return fill.side == .buy ? -value : value - fill.fee
        }
    }

    /// Takes over balances and positions as the executor has them, where they are not older than a fill.
    mutating func hear(_ row: Account, _ input: Envelope, _ effects: inout Effects) {
        if knows(row.symbol) {
            guard !Self.counts(books[row.symbol.int].fillWord, input.id) else { return }
            books[row.symbol.int].rowWord = input.id
            books[row.symbol.int].isTold = true
            let before = books[row.symbol.int]
            revalue(row.symbol) { book in
                book.position.quantity = row.total
                book.position.entryPrice = row.entryPrice.present ?? .zero
                book.position.realisedPnL = row.realisedPnL
                book.fees = row.fees
            }
            if settings.market == .um, !Self.counts(account.walletWord, input.id) { pay(row, since: before) }
        } else if row.asset == Account.formerPairs {
            (account.formerProfit, account.formerFees) = (row.realisedPnL, row.fees)
        } else if row.asset == Self.currency {
            account.waiting = WalletRow(
                total: Money(raw: row.total.raw), free: Money(raw: row.free.raw), realised: row.realisedPnL,
                fees: row.fees, word: input.id, isWaiting: true)
        }
        settleWallet()
    }

    /// What a position's row has settled leaves the wallet with it, though the wallet's own row is still on
    /// its way: a loss that is neither open any more nor paid yet would make the account too rich.
    private mutating func pay(_ row: Account, since before: SymbolBook) {
        account.wallet += row.realisedPnL - before.position.realisedPnL - (row.fees - before.fees)
    }

    /// Takes the wallet over once the books have all profit and fees that it counts: otherwise a profit
    /// would count twice, in the wallet and as the open one of a position that is closed. The account is
    /// known once each symbol is told of: a position whose row is still on its way would count nowhere.
    private mutating func settleWallet() {
        let row = account.waiting
        guard row.isWaiting else { return }
        var (realised, fees) = (account.formerProfit, account.formerFees)
        for book in books {
            realised += book.position.realisedPnL
            fees += book.fees
        }
        guard realised == row.realised, fees == row.fees else { return }
        guard account.isKnown || books.allSatisfy(\.isTold) else { return }
        (account.wallet, account.free) = (row.total, row.free)
        account.walletWord = row.word
        account.isKnown = true
        account.waiting.isWaiting = false
    }

    /// Follows an entry's life: what the executor has is no longer reserved but ordered, and what can no
    /// longer fill is neither.
    mutating func hear(_ state: OrderState, at time: Timestamp) {
        guard knows(state.symbol) else { return }
        if state.purpose == .stop { return note(stop: state) }
        guard state.purpose == .entry else { return }
        // Of before a restart: what was executed is in the positions that the executor told.
        let isOld = !entries.contains { $0.order == state.clientOrderID }
            && !reservations.contains { $0.signal == state.clientOrderID.signal }
        let place = entryPlace(state.clientOrderID, state.symbol, state.side, state.referencePrice, at: time)
        entries[place].ordered = state.quantity
        if isOld { entries[place].filled = state.executedQuantity }
        entries[place].executed = max(entries[place].executed, state.executedQuantity)
        if state.status.isFinal, !entries[place].isFinal {
            entries[place].isFinal = true
            entries[place].keepUntil = lateMessages(after: time)
        }
        take(state.quantity - entries[place].taken, for: place)
    }

    /// Follows where stops rest.
    private mutating func note(stop state: OrderState) {
        stops.removeAll { $0.order == state.clientOrderID }
        guard !state.status.isFinal, let price = state.price.present else { return }
        stops.append(
            RestingStop(order: state.clientOrderID, symbol: state.symbol, side: state.side, price: price))
    }

    /// A fill takes from the order; an order not seen yet takes it from its reservation.
    private mutating func takeFill(_ fill: Fill, at time: Timestamp) {
        let place = entryPlace(fill.clientOrderID, fill.symbol, fill.side, fill.price, at: time)
        entries[place].filled += fill.quantity
        if entries[place].ordered == .absent { take(fill.quantity, for: place) }
    }

    /// Moves a quantity from the reservation to the order.
    private mutating func take(_ quantity: Quantity, for place: Int) {
        guard quantity.isPositive else { return }
        entries[place].taken += quantity
        let signal = entries[place].order.signal
        guard let from = reservations.firstIndex(where: { $0.signal == signal }) else { return }
        reservations[from].left = max(.zero, reservations[from].left - quantity)
    }

    private mutating func entryPlace(
        _ order: ClientOrderID, _ symbol: SymbolID, _ side: Side, _ price: Price, at time: Timestamp
    ) -> Int {
        if let found = entries.firstIndex(where: { $0.order == order }) { return found }
        let seen = price.present ?? books[symbol.int].price
        entries.append(
            OpenEntry(
                order: order, symbol: symbol, side: side, price: seen, keepUntil: lateMessages(after: time)))
        return entries.count - 1
    }

    /// Until when a word about an order may still be on its way: what was executed counts until its fill is
    /// heard.
    private func lateMessages(after time: Timestamp) -> Timestamp { time + settings.risk.approvalOnKlines }
}
