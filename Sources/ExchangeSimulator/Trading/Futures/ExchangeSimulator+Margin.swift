import Exchanges
import Market

/// What futures accounts have, and what their positions and orders take of it.
extension ExchangeSimulator {
    /// An order that is to be reckoned with, though it is none yet.
    struct PlannedOrder {
        let slot: Int
        let side: Side
        let value: Money
        /// An open order that it replaces.
        var replaces: Int?
    }

    /// The mark of a contract; zero before its first price.
    func mark(_ symbol: Int, _ venue: Int) -> Price {
        let market = venues[venue].symbols[symbol]
        return market.mark ?? market.lastPrice ?? .zero
    }

    /// An account's positions by their places: those that are something, or have orders, or all of them.
    func positions(
        _ account: Int, _ venue: Int, all: Bool = false, planning plan: PlannedOrder? = nil
    ) -> [(slot: Int, row: PrintedPosition)] {
        let wallet = accounts[account].futures
        var orders = openValues(account, venue, planning: plan)
        var rows: [(slot: Int, row: PrintedPosition)] = []
        for slot in wallet.positions.indices {
            let isMode = (slot % 3 == 0) != wallet.isHedged
            let place = orders.firstIndex { $0.slot == slot }
            guard all && isMode || !wallet[slot].held.isFlat || place != nil else { continue }
            var row = position(wallet, slot, venue)
            if let place {
                let own = orders.remove(at: place)
                (row.bids, row.asks) = (own.bids, own.asks)
            }
            row.orderMargin = Self.orderMargin(row)
            rows.append((slot, row))
        }
        return rows
    }

    /// What open orders of each position would buy and sell.
    private func openValues(
        _ account: Int, _ venue: Int, planning plan: PlannedOrder?
    ) -> [(slot: Int, bids: Money, asks: Money)] {
        var values: [(slot: Int, bids: Money, asks: Money)] = []
        func add(_ slot: Int, _ side: Side, _ value: Money) {
            let place = values.firstIndex { $0.slot == slot } ?? values.count
            if place == values.count { values.append((slot, .zero, .zero)) }
            let known = side == .buy ? values[place].bids : values[place].asks
            // Far more than anybody has is enough to refuse an order.
            let (sum, overflow) = known.raw.addingReportingOverflow(value.raw)
            let bounded = Money(raw: overflow ? .max / 4 : min(sum, .max / 4))
            if side == .buy { values[place].bids = bounded } else { values[place].asks = bounded }
        }
        for place in desks[venue].open[account] where place != plan?.replaces {
            let order = desks[venue][place]
            let slot = FuturesWallet.slot(order.symbol, order.shown.positionSide)
            let value = order.shown.reducesOnly ? .zero : order.shown.left.notional(at: order.shown.price)
            add(slot, order.shown.side, value ?? .zero)
        }
        if let plan { add(plan.slot, plan.side, plan.value) }
        return values
    }

    private func position(_ wallet: FuturesWallet, _ slot: Int, _ venue: Int) -> PrintedPosition {
        let (symbol, own) = (slot / 3, wallet[slot])
        let (mark, terms) = (mark(symbol, venue), wallet.terms[symbol])
        let table = BracketTable(venues[venue].symbols[symbol].listing)
        var row = PrintedPosition(
            FuturesWallet.side(slot), quantity: own.held.quantity, entry: own.held.entryPrice,
            breakEven: own.breakEven, mark: mark)
        row.notional = own.held.quantity.notional(at: mark) ?? .zero
        row.unrealised = own.held.unrealisedPnL(at: mark)
        (row.realised, row.isolatedWallet, row.updated) = (own.realised, own.isolated, own.updated)
        (row.isIsolated, row.leverage) = (terms.isIsolated, terms.leverage)
        row.maxNotional = table.most(at: terms.leverage)
        row.initialMargin = Self.share(row.notional.magnitude, terms.leverage)
        row.maintenance = table.maintenance(of: row.notional.magnitude)
        return row
    }

    private static func share(_ value: Money, _ leverage: Int64) -> Money {
        Money(raw: multiplyDivide(value.raw, 1, by: leverage, .up) ?? 0)
    }

    /// What orders take beyond the position: on the side on which they would make it larger.
    private static func orderMargin(_ row: PrintedPosition) -> Money {
        switch row.side {
        case .long: return share(row.bids, row.leverage)
        case .short: return share(row.asks, row.leverage)
        case .both:
            let most = max((row.notional + row.bids).magnitude, (row.notional - row.asks).magnitude)
            return share(max(.zero, most - row.notional.magnitude), row.leverage)
        }
    }

    /// An account's totals over its positions.
    func margin(_ account: Int, _ rows: [(slot: Int, row: PrintedPosition)]) -> PrintedMargin {
        let wallet = accounts[account].futures
        var margin = PrintedMargin(wallet: wallet.balance, crossWallet: wallet.crossWallet)
        var crossPositions = Money.zero
        for (_, row) in rows {
            margin.unrealised += row.unrealised
            margin.positionMargin += row.initialMargin
            margin.orderMargin += row.orderMargin
            margin.maintenance += row.maintenance
            guard !row.isIsolated else { continue }
            margin.crossUnrealised += row.unrealised
            crossPositions += row.initialMargin
        }
        let free = margin.crossWallet + margin.crossUnrealised - crossPositions - margin.orderMargin
        margin.available = max(.zero, free)
        return margin
    }

    /// Fills in at which marks positions would be liquidated.
    func withLiquidation(
        _ rows: [(slot: Int, row: PrintedPosition)], _ account: Int, _ venue: Int
    ) -> [(slot: Int, row: PrintedPosition)] {
        let cross = rows.filter { !$0.row.isIsolated && !$0.row.quantity.isZero }
        let (won, kept) = cross.reduce((Money.zero, Money.zero)) {
            ($0.0 + $1.row.unrealised, $0.1 + $1.row.maintenance)
        }
        let wallet = accounts[account].futures.crossWallet
        return rows.map { slot, row in
            guard !row.quantity.isZero else { return (slot, row) }
            var own = row
            let table = BracketTable(venues[venue].symbols[slot / 3].listing)
            let bracket = table.bracket(of: row.notional.magnitude)
            let others = row.isIsolated ? .zero : won - row.unrealised - (kept - row.maintenance)
            let base = row.isIsolated ? row.isolatedWallet : wallet
            own.liquidation = Self.liquidation(
                row, base + others, rate: bracket?.maintenance ?? 0, cumulated: bracket?.cumulated ?? 0)
            return (slot, own)
        }
    }

    /// liq = (WB + X + cum − s·q·entry) / (q·mmr − s·q).
    private static func liquidation(
        _ row: PrintedPosition, _ base: Money, rate: Int64, cumulated: Int64
    ) -> Price {
        let cost = Int128(row.quantity.raw) * Int128(row.entry.raw) / Int128(fixedPointScale)
        let top = Int128(base.raw) + Int128(cumulated) * Int128(fixedPointScale) - cost
        let bottom = Int128(row.quantity.magnitude.raw) * Int128(rate) / 10_000 - Int128(row.quantity.raw)
        guard bottom != 0 else { return .zero }
        let price = top * Int128(fixedPointScale) / bottom
        return price > 0 ? Price(raw: Int64(clamping: price)) : .zero
    }
}
