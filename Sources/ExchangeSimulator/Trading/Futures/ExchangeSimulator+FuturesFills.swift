import Exchanges
import Market
import Matching

/// Trades of futures accounts.
extension ExchangeSimulator {
    /// Books a trade on an order.
    mutating func fillFutures(
        _ place: Int, _ meeting: MarketMeeting, isMaker: Bool, _ venue: Int, at time: Timestamp
    ) {
        var order = desks[venue][place]
        let (account, symbol, side) = (order.account, order.symbol, order.shown.side)
        let value = meeting.quantity.notional(at: meeting.price) ?? .zero
        order.shown.filled += meeting.quantity
        order.shown.paid = Money(raw: order.shown.paid.raw &+ value.raw)
        order.shown.status = order.shown.left.isPositive ? .partiallyFilled : .filled
        order.shown.updated = time
        let rate = isMaker ? terms.futuresFees.maker : terms.futuresFees.taker
        let charged =
            order.shown.isLiquidation
            ? venues[venue].symbols[symbol].listing.liquidationFee.raw : rate.raw
        let fee = Money(raw: multiplyDivide(value.raw, charged, by: fixedPointScale, .up) ?? 0)
        let slot = FuturesWallet.slot(symbol, order.shown.positionSide)
        let contract = accounts[account].futures.terms[symbol]
        let profit = accounts[account].futures[slot].trade(
            side, meeting.quantity, at: meeting.price, fee: fee, leverage: contract.leverage,
            isIsolated: contract.isIsolated, time)
        accounts[account].futures.book(.profit, profit, symbol: symbol, trade: meeting.trade, at: time)
        accounts[account].futures.book(
            order.shown.isLiquidation ? .clearance : .fee, -fee, symbol: symbol, trade: meeting.trade,
            at: time)
        desks[venue][place] = order
        var fill = PrintedFill(
            id: meeting.trade, order: order.shown.id, side: side, price: meeting.price,
            quantity: meeting.quantity, value: value, fee: fee.raw, feeAsset: "USDT", isMaker: isMaker,
            at: time)
        (fill.profit, fill.positionSide) = (profit, order.shown.positionSide)
        desks[venue].add(DeskFill(shown: fill, account: account, symbol: symbol))
        if order.shown.status == .filled { desks[venue].close(place) }
        reportFutures(order, order.shown.isLiquidation ? .calculated : .trade, venue, at: time, fill: fill)
        tellAccount(account, "ORDER", slots: [slot], venue, at: time)
        noteAlgo(of: place, venue, at: time)
        changedPositions.append(ChangedPosition(account: account, slot: slot))
    }

    /// Lets a smaller position have its way with orders that would close it: those that are too many expire.
    mutating func knockOut(_ changed: ChangedPosition, _ venue: Int, at time: Timestamp) {
        let held = accounts[changed.account].futures[changed.slot].held.quantity
        let side = FuturesWallet.side(changed.slot)
        var room = (buy: held.raw < 0 ? held.magnitude : .zero, sell: held.raw > 0 ? held : .zero)
        for place in desks[venue].open[changed.account] {
            let order = desks[venue][place]
            guard order.symbol == changed.slot / 3, order.shown.positionSide == side else { continue }
            let isBuy = order.shown.side == .buy
            guard order.shown.reducesOnly || side == .long && !isBuy || side == .short && isBuy else {
                continue
            }
            let own = isBuy ? room.buy : room.sell
            guard order.shown.left > own else {
                if isBuy { room.buy -= order.shown.left } else { room.sell -= order.shown.left }
                continue
            }
            end(place, .expired, .knockedOut, venue, at: time)
        }
        if held.isZero { expireClosing(changed, venue, at: time) }
    }

    // MARK: Events

    /// Tells what happened to an order.
    mutating func reportFutures(
        _ order: DeskOrder, _ kind: PrintedExecution.Kind, _ venue: Int, at time: Timestamp,
        fill: PrintedFill? = nil
    ) {
        let execution = PrintedExecution(kind, id: desks[venue].nextExecution(), fill: fill)
        guard !futuresEars[order.account].isEmpty else { return }
        let market = venues[venue].symbols[order.symbol]
        let slot = FuturesWallet.slot(order.symbol, order.shown.positionSide)
        let row = positions(order.account, venue).first { $0.slot == slot }?.row
        let bytes = BinanceWriting.orderUpdate(
            order.shown, execution, symbol: market.listing.name, market.form, bids: row?.bids ?? .zero,
            asks: row?.asks ?? .zero, at: time, stamp(time))
        tellFutures(order.account, "ORDER_TRADE_UPDATE", bytes)
    }

    /// Tells what an account has now, and some of its positions.
    mutating func tellAccount(
        _ account: Int, _ reason: String, symbol: String? = nil, slots: [Int], changed: Money = .zero,
        _ venue: Int, at time: Timestamp
    ) {
        guard !futuresEars[account].isEmpty else { return }
        let rows = positions(account, venue, all: true)
        let told = slots.compactMap { slot in
            rows.first { $0.slot == slot }.map {
                (symbol: venues[venue].symbols[slot / 3].listing.name, position: $0.row)
            }
        }
        let bytes = BinanceWriting.accountUpdate(
            reason, symbol: symbol, margin(account, rows), changed: changed, positions: told, at: time,
            stamp(time))
        tellFutures(account, "ACCOUNT_UPDATE", bytes)
    }

    /// Tells an event of futures to those who want it.
    mutating func tellFutures(_ account: Int, _ name: String, _ event: [UInt8]) {
        for ear in futuresEars[account] where ear.wants(name) {
            let bytes = ear.isCombined ? BinanceWriting.combined(Array(ear.listenKey.utf8), event) : event
            accountEvents.append(AccountEvent(connection: ear.connection, name: name, bytes: bytes))
        }
    }
}
