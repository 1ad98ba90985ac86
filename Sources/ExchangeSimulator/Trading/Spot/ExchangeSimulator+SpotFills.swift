import Exchanges
import Market
import Matching

/// Money on spot.
extension ExchangeSimulator {
    /// What is to be set aside for what is left of an order.
    func spotLock(_ order: PrintedOrder, last: Price) -> Int64? {
        guard order.side == .buy else { return order.left.raw }
        let price = order.price.isPositive ? order.price : order.stopPrice.isPositive ? order.stopPrice : last
        return order.left.notional(at: price, .up)?.raw
    }

    /// The asset that an order sets aside, and the one that it brings.
    private func spotAssets(_ order: DeskOrder) -> (given: Int, taken: Int) {
        let (base, quote) = (assets.bases[order.symbol], assets.quotes[order.symbol])
        return order.shown.side == .buy ? (quote, base) : (base, quote)
    }

    /// The asset that an order sets aside.
    func lockedAsset(_ order: DeskOrder) -> Int { spotAssets(order).given }

    /// Books a trade on an order.
    mutating func fillSpot(
        _ place: Int, _ meeting: MarketMeeting, isMaker: Bool, _ venue: Int, at time: Timestamp
    ) {
        var order = desks[venue][place]
        let value = meeting.quantity.notional(at: meeting.price, .down) ?? .zero
        let isFirst = order.shown.filled.isZero
        order.shown.filled += meeting.quantity
        order.shown.paid = Money(raw: order.shown.paid.raw &+ value.raw)
        order.shown.status = order.shown.left.isPositive ? .partiallyFilled : .filled
        order.shown.updated = time
        let fee = exchange(&order, meeting, value, isMaker: isMaker, venue, at: time)
        desks[venue][place] = order
        var fill = PrintedFill(
            id: meeting.trade, order: order.shown.id, side: order.shown.side, price: meeting.price,
            quantity: meeting.quantity, value: value, fee: fee.amount, feeAsset: fee.asset, isMaker: isMaker,
            at: time)
        fill.list = order.shown.list
        desks[venue].add(DeskFill(shown: fill, account: order.account, symbol: order.symbol))
        if isFirst { accounts[order.account].spotMeter.forgive(isMaker ? 5 : 1, at: time) }
        report(order, .trade, venue, at: time, fill: fill)
        if order.shown.status == .filled { desks[venue].close(place) }
        if order.shown.list >= 0 { listFilled(place, venue, at: time) }
    }

    /// Moves what is given and what is taken, and the fee; answers the fee.
    private mutating func exchange(
        _ order: inout DeskOrder, _ meeting: MarketMeeting, _ value: Money, isMaker: Bool, _ venue: Int,
        at time: Timestamp
    ) -> (amount: Int64, asset: ShortLabel) {
        let (given, taken) = spotAssets(order)
        let isBuy = order.shown.side == .buy
        let (paid, got) = isBuy ? (value.raw, meeting.quantity.raw) : (meeting.quantity.raw, value.raw)
        if order.locked > 0 {
            let isDone = order.shown.status == .filled
            let still = isDone ? 0 : min(order.locked - paid, spotLock(order.shown, last: meeting.price) ?? 0)
            accounts[order.account].spot.spend(locked: paid, of: given)
            let freed = order.locked - paid - max(0, still)
            if freed != 0 { accounts[order.account].spot.release(freed, of: given) }
            order.locked = max(0, still)
        } else {
            accounts[order.account].spot.spend(paid, of: given)
        }
        let rate = isMaker ? terms.spotFees.maker : terms.spotFees.taker
        if let amount = feeInBNB(of: value, rate, order.account, venue) {
            accounts[order.account].spot.add(got, to: taken)
            accounts[order.account].spot.spend(amount, of: assets.bnb)
            return (amount, "BNB")
        }
        let fee = multiplyDivide(got, rate.raw, by: fixedPointScale, .down) ?? 0
        accounts[order.account].spot.add(got - fee, to: taken)
        return (fee, ShortLabel(clipping: assets.names[taken]))
    }

    /// What a fee comes to in BNB, a quarter less; `nil` where it is not paid so.
    private func feeInBNB(of value: Money, _ rate: Price, _ account: Int, _ venue: Int) -> Int64? {
        guard accounts[account].paysInBNB, let pair = assets.bnbPair,
            let price = venues[venue].symbols[pair].lastPrice,
            let full = multiplyDivide(value.raw, rate.raw * 3 / 4, by: price.raw, .down), full > 0,
            accounts[account].spot.free[assets.bnb] >= full
        else { return nil }
        return full
    }

    // MARK: Events

    /// Tells what happened to an order.
    mutating func report(
        _ order: DeskOrder, _ kind: PrintedExecution.Kind, _ venue: Int, at time: Timestamp,
        fill: PrintedFill? = nil, cancelName: PrintedName = PrintedName()
    ) {
        let execution = PrintedExecution(
            kind, id: desks[venue].nextExecution(), fill: fill, cancelName: cancelName)
        guard !spotEars[order.account].isEmpty else { return }
        let (name, stamp) = (venues[venue].symbols[order.symbol].listing.name, stamp(time))
        tellSpot(order.account, "executionReport") { unit in
            BinanceWriting.executionReport(order.shown, execution, symbol: name, at: time, stamp, unit)
        }
    }

    /// Tells what an account has now of what changed.
    mutating func tellSpotBalances(_ account: Int, at time: Timestamp) {
        let changed = accounts[account].spot.takeChanged()
        guard !spotEars[account].isEmpty else { return }
        let balances = changed.map { balance($0, of: account) }
        let stamp = stamp(time)
        tellSpot(account, "outboundAccountPosition") { unit in
            BinanceWriting.accountPosition(balances, at: time, stamp, unit)
        }
    }

    func balance(_ asset: Int, of account: Int) -> BinanceWriting.Balance {
        let wallet = accounts[account].spot
        return BinanceWriting.Balance(
            assets.names[asset], free: wallet.free[asset], locked: wallet.locked[asset])
    }
}
