import Market
import Messages
import Stages

/// What the executor has kept of its account, with sums of its own over the fills.
struct KeptAccount {
    private struct Sum {
        var quantity = Quantity.zero
        var cost = Money.zero
        var realised = Money.zero
        var fees = Money.zero

        mutating func take(_ fill: Fill) {
            let sign = fill.side.sign
            let signed = Quantity(raw: sign * fill.received.raw)
            fees += fill.fee
            let closes = quantity.raw != 0 && (quantity.raw > 0) != (signed.raw > 0)
            let closed = closes ? min(signed.magnitude, quantity.magnitude) : .zero
            let opened = signed.magnitude - closed
            if closed.isPositive {
                let share = multiplyDivide(cost.raw, closed.raw, by: quantity.magnitude.raw, .nearest)
                let part = closed == quantity.magnitude ? cost : Money(raw: share ?? 0)
                let value = closed.notional(at: fill.price) ?? .zero
                realised += Money(raw: -sign * value.raw) - part
                cost -= part
            }
            // What was opened is the rest of the whole, so that nothing is rounded twice.
            let whole = fill.received.notional(at: fill.price) ?? .zero
            let rest = closed.isPositive ? whole - (closed.notional(at: fill.price) ?? .zero) : whole
            if opened.isPositive { cost += Money(raw: sign * rest.raw) }
            quantity += signed
        }

        func difference(from row: Account, by slack: Money) -> String? {
            if (row.realisedPnL - realised).magnitude > slack {
                return "realised \(row.realisedPnL), not \(realised)"
            }
            guard !quantity.isZero else { return nil }
            let average = multiplyDivide(cost.raw, fixedPointScale, by: quantity.raw, .nearest) ?? 0
            let apart = abs((row.entryPrice.present ?? .zero).raw - average)
            return apart <= slack.raw ? nil : "average \(row.entryPrice), not \(Price(raw: average))"
        }
    }

    let fills: [Fill]
    let payments: Int
    let doubledFills: [UInt64]
    private let funding: [Money]
    /// By place of their pair; zeros where nothing was kept.
    let accounts: [Account]
    let wallet: Account
    private let sums: [Sum]
    /// The same in the order in which the exchange filled them.
    private let sumsThere: [Sum]
    /// Whether a holding was taken over from the exchange: then fills do not add up to it.
    private let isTakenOver: [Bool]

    init(_ disk: Disk, _ instruments: InstrumentTable) {
        var (fills, payments): ([Fill], [FundingPayment]) = ([], [])
        var (accounts, wallet) = (Array(repeating: Account(), count: instruments.count), Account())
        for record in disk.records {
            switch record {
            case .fill(let fill): fills.append(fill)
            case .funding(let payment): payments.append(payment)
            case .account(let row) where row.symbol == .none: wallet = row
            case .account(let row): accounts[row.symbol.int] = row
            default: break
            }
        }
        fills.sort { $0.fillID < $1.fillID }
        let none = Array(repeating: Sum(), count: instruments.count)
        let sums = fills.reduce(into: none) { $0[$1.symbol.int].take($1) }
        let there = fills.sorted { $0.venueID < $1.venueID }
        sumsThere = there.reduce(into: none) { $0[$1.symbol.int].take($1) }
        funding = payments.reduce(into: none.map { _ in Money.zero }) { $0[$1.symbol.int] += $1.amount }
        (self.fills, self.payments, doubledFills) = (fills, payments.count, disk.doubledFills)
        (self.accounts, self.wallet, self.sums) = (accounts, wallet, sums)
        isTakenOver = accounts.indices.map { sums[$0].quantity != accounts[$0].total }
    }

    /// In what the row of a pair is not what its fills and payments come to; `nil` where it is.
    func difference(of symbol: SymbolID) -> String? {
        let (row, sum) = (accounts[symbol.int], sums[symbol.int])
        guard !isTakenOver[symbol.int] else { return nil }
        let fees = sum.fees + funding[symbol.int]
        if row.fees != fees { return "fees \(row.fees), not \(fees)" }
        // Where fills were told in another order than they came about, the exchange's cost is taken over.
        guard let wrong = sum.difference(from: row, by: .zero) else { return nil }
        return sumsThere[symbol.int].difference(from: row, by: Money(raw: 100)) == nil ? nil : wrong
    }
}
