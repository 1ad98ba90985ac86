import Market
import Messages
import RiskRules
import Stages

extension ExecutorStage {
    /// The account as the risk rules see it: what is held, and what open entries may still open.
    var portfolio: PortfolioView {
        var view = PortfolioView(symbols: books.count)
        let wallet = books.wallet
        (view.equity, view.free, view.promised) = (wallet.equity, Money(raw: wallet.free.raw), .zero)
        for place in view.symbols.indices {
            let book = books[SymbolID(place)]
            view.symbols[place].position = book.quantity
            view.symbols[place].entryPrice = book.entryPrice
            view.symbols[place].mark = book.mark.isPositive ? book.mark : book.entryPrice
        }
        for record in ledger.open {
            if !record.intent.reduces { add(record, to: &view) }
            guard record.intent.purpose == .stop, let price = record.intent.price.present else { continue }
            view.symbols[record.intent.symbol.int].note(stop: price, closingBy: record.intent.side)
        }
        return view
    }

    private func add(_ record: OrderRecord, to view: inout PortfolioView) {
        var rest = record.intent
        rest.quantity = record.openQuantity
        let place = rest.symbol.int
        rest.referencePrice = max(rest.referencePrice, view.symbols[place].mark)
        if rest.side == .buy {
            view.symbols[place].pendingBuy += rest.notional
        } else {
            view.symbols[place].pendingSell += rest.notional
        }
        view.promised += Proposal(OrderView(rest), in: view, by: settings).cost
    }

    /// Halts where the books have passed a hard limit by far, and tells: once, until they are within again.
    mutating func watchBooks(at time: Timestamp, _ effects: inout Effects) {
        let breach = HardLimits.breach(in: portfolio, by: settings)
        guard let record = halt.watch(breach, at: time), let reason = breach else { return }
        stop(reason, by: record.by, time, &effects)
        effects.publish(.alert(RiskAlert(of: record, reason, .error)))
    }

    /// The same after a price, which moves nothing where nothing is held.
    mutating func watchBooks(after symbol: SymbolID, _ input: Envelope, _ effects: inout Effects) {
        guard !input.isWarmUp, reconciliation.hasJoined else { return }
        guard symbol.int < books.count, !books[symbol].quantity.isZero else { return }
        watchBooks(at: input.time, &effects)
    }
}
