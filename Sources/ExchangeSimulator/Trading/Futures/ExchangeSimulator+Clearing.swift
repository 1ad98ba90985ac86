import Exchanges
import Market
import Matching

/// What the exchange does with positions by itself: funding and liquidation.
extension ExchangeSimulator {
    /// Whoever is long pays who is short, or the other way round, where a contract's hours are over.
    mutating func fund(_ venue: Int, at time: Timestamp) {
        guard venues[venue].kind == .um else { return }
        for symbol in venues[venue].symbols.indices {
            let listing = venues[venue].symbols[symbol].listing
            let every = TimeSpan.hours(max(1, listing.fundingHours))
            guard time == time.floor(to: every) else { continue }
            for account in accounts.indices {
                for slot in symbol * 3..<symbol * 3 + 3 where !accounts[account].futures[slot].held.isFlat {
                    fund(account, slot, listing, venue, at: time)
                }
            }
        }
    }

    private mutating func fund(
        _ account: Int, _ slot: Int, _ listing: ListedSymbol, _ venue: Int, at time: Timestamp
    ) {
        let held = accounts[account].futures[slot].held.quantity
        guard let value = held.notional(at: mark(slot / 3, venue)),
            let due = multiplyDivide(value.raw, listing.fundingRate.raw, by: fixedPointScale, .nearest)
        else { return }
        let paid = Money(raw: -due)
        let isIsolated = accounts[account].futures.terms[slot / 3].isIsolated
        accounts[account].futures.book(.funding, paid, symbol: slot / 3, at: time)
        if isIsolated { accounts[account].futures[slot].isolated += paid }
        tellAccount(
            account, "FUNDING_FEE", symbol: listing.name, slots: isIsolated ? [slot] : [], changed: paid,
            venue, at: time)
        changedPositions.append(ChangedPosition(account: account, slot: slot))
    }

    // MARK: Liquidation

    /// Closes what an account can't keep any more.
    mutating func checkLiquidation(_ symbol: Int, _ venue: Int, at time: Timestamp) {
        for account in accounts.indices {
            let wallet = accounts[account].futures
            guard (symbol * 3..<symbol * 3 + 3).contains(where: { !wallet[$0].held.isFlat }) else { continue }
            let rows = positions(account, venue)
            for (slot, row) in rows where row.isIsolated && !row.quantity.isZero {
                guard row.isolatedMargin <= row.maintenance else { continue }
                liquidate(account, [slot], floor: wallet.balance - row.isolatedWallet, venue, at: time)
            }
            let cross = rows.filter { !$0.row.isIsolated && !$0.row.quantity.isZero }
            guard !cross.isEmpty else { continue }
            let kept = cross.reduce(Money.zero) { $0 + $1.row.maintenance }
            let margin = margin(account, rows)
            guard margin.crossWallet + margin.crossUnrealised <= kept else { continue }
            let floor = wallet.balance - wallet.crossWallet
            liquidate(account, cross.map(\.slot), floor: floor, venue, at: time)
        }
    }

    /// Closes positions: all orders of their contracts go, what the book takes is traded, the rest goes to
    /// the insurance fund at the mark, which also bears what is lost beyond `floor`.
    private mutating func liquidate(
        _ account: Int, _ slots: [Int], floor: Money, _ venue: Int, at time: Timestamp
    ) {
        let symbols = slots.map { $0 / 3 }
        for place in desks[venue].open[account] where symbols.contains(desks[venue][place].symbol) {
            end(place, .expired, .liquidation, venue, at: time)
        }
        for slot in slots {
            let held = accounts[account].futures[slot].held.quantity
            guard !held.isZero else { continue }
            var draft = FuturesDraft(
                held.raw > 0 ? .sell : .buy, .limit, held.magnitude, FuturesWallet.side(slot))
            draft.isLiquidation = true
            close(draft, account, slot, venue, at: time)
        }
        let short = floor - accounts[account].futures.balance
        if short.isPositive {
            accounts[account].futures.book(.clearance, short, symbol: slots[0] / 3, at: time)
            tellAccount(account, "INSURANCE_CLEAR", slots: [], changed: short, venue, at: time)
        }
    }

    private mutating func close(
        _ draft: FuturesDraft, _ account: Int, _ slot: Int, _ venue: Int, at time: Timestamp
    ) {
        let mark = mark(slot / 3, venue)
        // As far from the mark as a market order takes.
        let share = venues[venue].symbols[slot / 3].listing.marketTakeBound.raw * draft.side.sign
        let limit = multiplyDivide(mark.raw, fixedPointScale + share, by: fixedPointScale, .nearest)
        var shown = PrintedOrder(
            id: desks[venue].nextID,
            name: PrintedName(clipping: "autoclose-\(time.milliseconds)\(desks[venue].nextID)"),
            side: draft.side, type: .limit, term: .immediate, price: Price(raw: limit ?? mark.raw),
            quantity: draft.quantity, prevention: .expireMaker, at: time)
        shown.price = shown.price.rounded(
            to: venues[venue].symbols[slot / 3].listing.instrument.tickSize, .nearest)
        (shown.positionSide, shown.isLiquidation) = (draft.positionSide, true)
        let place = enterFutures(DeskOrder(shown, account: account, symbol: slot / 3), venue, at: time)
        let left = desks[venue][place].shown.left
        guard left.isPositive else { return }
        let tick = venues[venue].symbols[slot / 3].listing.instrument.tickSize
        let rest = MarketMeeting(
            maker: .market, makerTag: 0, price: mark.rounded(to: tick, .nearest), quantity: left,
            trade: venues[venue].takeTradeNumber(of: slot / 3))
        fillFutures(place, rest, isMaker: false, venue, at: time)
    }
}
