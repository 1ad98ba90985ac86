import Configuration
import Market
import Messages
import PaperVenue
import Stages
import TestSupport
import Testing

@testable import Executor

/// Random markets and orders, with crashes in between, against what must always hold.
@Suite struct PropertyTests {
    private static let starts = [100_000.0, 2_000, 150]

    @Test(arguments: 1...60) func `books exact, no fill doubled, a stop wherever a position is open`(
        _ seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        var desk = Desk()
        desk.doublesEvents = seed.isMultiple(of: 2)
        var audit = Audit(capital: desk.settings.capital)
        var prices = Self.starts
        for minute in 0..<120 {
            if Int.random(in: 0..<40, using: &random) == 0 {
                audit.take(desk)
                desk.crash()
            }
            move(&desk, &prices, &random)
            for _ in 0..<Int.random(in: 0...2, using: &random) { order(&desk, prices, minute, &random) }
            let broken = audit.problem(in: desk)
            #expect(broken == nil, "seed \(seed), minute \(minute): \(broken ?? "")")
            if broken != nil { return }
        }
        audit.take(desk)
        #expect(audit.fillIDs.count == Set(audit.fillIDs).count, "seed \(seed)")
        #expect(audit.fillIDs.count > 10, "seed \(seed) has too few fills to prove anything")
    }

    private func move(_ desk: inout Desk, _ prices: inout [Double], _ random: inout SeededGenerator) {
        let start = desk.time
        for symbol in prices.indices {
            desk.time = start
            let open = prices[symbol] * (1 + .random(in: -0.002...0.002, using: &random))
            let close = open * (1 + .random(in: -0.01...0.01, using: &random))
            let high = max(open, close) * (1 + .random(in: 0...0.006, using: &random))
            let low = min(open, close) * (1 - .random(in: 0...0.006, using: &random))
            let volume = Int.random(in: 0..<5, using: &random) == 0 ? 3_000.0 : 1e8
            desk.candle(open, high, low, close, symbol: symbol, quoteVolume: volume)
            prices[symbol] = close
        }
    }

    private func order(_ desk: inout Desk, _ prices: [Double], _ minute: Int, _ random: inout SeededGenerator) {
        let symbol = Int.random(in: 0..<3, using: &random)
        let name = Label(clipping: "m\(minute)-\(random.next() % 100_000)")
        let held = desk.executor.books[SymbolID(symbol)].quantity
        if !held.isZero, Bool.random(using: &random) {
            let part = Quantity(raw: held.magnitude.raw / (Bool.random(using: &random) ? 1 : 2))
                .rounded(to: desk.settings.instruments[SymbolID(symbol)].stepSize, .down)
            desk.submit(desk.exit(name, part.double, side: held.isPositive ? .sell : .buy, symbol: symbol))
            return
        }
        let side = Side.allCases.randomElement(using: &random) ?? .buy
        let step = desk.settings.instruments[SymbolID(symbol)].stepSize.double
        let quantity =
            (Double.random(in: 250...900, using: &random) / prices[symbol] / step).rounded(.up) * step
        let away = Double.random(in: 0.002...0.02, using: &random) * (side == .buy ? 1 : -1)
        let tick = desk.settings.instruments[SymbolID(symbol)].tickSize.double
        let grid = { (price: Double) in (price / tick).rounded() * tick }
        var first = desk.entry(
            name, quantity, side: side, symbol: symbol, stop: grid(prices[symbol] * (1 - away)),
            target: grid(prices[symbol] * (1 + away * 1.5)), approved: quantity * 1.5)
        desk.submit(first)
        if Bool.random(using: &random) { desk.submit(first) }
        first.intent.clientOrderID.leg = 2
        if Bool.random(using: &random) { desk.submit(first) }
    }
}

/// What is checked from outside, from the messages alone.
private struct Audit {
    var cash: Money
    var fillIDs: [UInt64] = []
    private var seen = 0

    init(capital: Money) { cash = capital }

    /// Books what was said since the last look; a crash empties the desk's list.
    mutating func take(_ desk: Desk) {
        for message in desk.published.dropFirst(seen) {
            if case .venueEvent(let event) = message, event.kind == .funding { cash -= event.fee }
            guard case .fill(let fill) = message else { continue }
            fillIDs.append(fill.fillID)
            cash =
                cash - fill.fee
                - Money(raw: fill.side.sign * (fill.quantity.notional(at: fill.price) ?? .zero).raw)
        }
        seen = 0
    }

    mutating func problem(in desk: Desk) -> String? {
        if desk.published.count < seen { seen = 0 }
        take(desk)
        seen = desk.published.count
        var cost = Money.zero
        for symbol in desk.settings.instruments.symbols {
            let book = desk.executor.books[symbol]
            cost += book.cost
            if book.quantity != desk.venue.symbols[symbol.int].position.quantity {
                return "\(symbol.int): books and venue differ"
            }
            if desk.protected(symbol.int) != book.quantity.magnitude {
                return "\(symbol.int): \(book.quantity) open, \(desk.protected(symbol.int)) protected"
            }
        }
        if desk.executor.books.cash - cost != cash {
            return "cash \(desk.executor.books.cash - cost), fills say \(cash)"
        }
        for record in desk.executor.ledger.open where record.executedQuantity > record.intent.quantity {
            return "overfilled"
        }
        for row in desk.executor.ledger.approvals.rows where row.use.quantity > row.use.approved {
            return "approval exceeded"
        }
        return nil
    }
}
