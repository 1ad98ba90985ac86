import Configuration
import Market
import Messages
import PaperVenue
import RiskRules
import Stages
import Testing

@testable import Executor

/// What an order may be, and how far the books may go, whatever approval comes with it.
@Suite struct LimitTests {
    /// A desk with the documents' limits that has seen one quiet candle of each pair.
    private func desk(_ change: (inout Settings) -> Void = { _ in }) -> Desk {
        var settings = Settings.standard
        change(&settings)
        var desk = Desk(settings)
        let start = desk.time
        for (index, price) in [100_000.0, 2_000, 150].enumerated() {
            desk.time = start
            desk.candle(price, price, price, price, symbol: index)
        }
        return desk
    }

    /// An entry in ETH of a value, with an approval that nobody gave.
    private func stolen(_ desk: Desk, _ name: Label, usdt: Double, price: Double? = nil) -> SubmitOrder {
        var order = desk.entry(name, usdt / 2_000, symbol: 1, stop: 1_900, target: 2_200, approved: 1e6)
        if let price { order.intent.referencePrice = Price(price)! }
        return order
    }

    // MARK: - Legs

    @Test(arguments: [0, 90, 91, 92, 93, 94, 95, 200, 255] as [UInt8])
    func `an entry takes no leg but a child's`(_ leg: UInt8) {
        var desk = desk()
        let answer = desk.submit(desk.entry("a", leg: leg))
        #expect(answer?.accepted == false)
        #expect(answer?.reason == Reason(.legOutOfRange, found: Double(leg), limit: 89))
        desk.candle(100_000, 100_000, 100_000, 100_000)
        #expect(desk.fills.isEmpty && desk.venue.rows.isEmpty)
    }

    @Test(arguments: [1, 2, 89] as [UInt8]) func `a child's legs are 1 to 89`(_ leg: UInt8) {
        var desk = desk()
        #expect(desk.submit(desk.entry("a", leg: leg))?.accepted == true)
    }

    @Test func `a reduction takes a child's leg or its own, and no order of the venue's is submitted`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_000, 100_000, 100_000)
        var exit = desk.exit("b", 0.001)
        for (purpose, leg, fits) in [
            (Purpose.exit, 92, true), (.exit, 1, true), (.emergency, 93, true), (.exit, 0, false), (.exit, 90, false),
            (.exit, 93, false), (.exit, 255, false), (.emergency, 92, false), (.stop, 90, false), (.target, 91, false),
            (.liquidation, 94, false), (.stop, 1, false),
        ] as [(Purpose, UInt8, Bool)] {
            #expect(ClientOrderID(signal: "b", leg: leg).mayBeSubmitted(as: purpose) == fits, "\(purpose) \(leg)")
            guard !fits else { continue }
            (exit.intent.purpose, exit.intent.clientOrderID.leg) = (purpose, leg)
            #expect(desk.submit(exit)?.reason.code == .legOutOfRange, "\(purpose) \(leg)")
        }
        #expect(desk.position() == 0.003)
    }

    // MARK: - Lifetimes and prices

    @Test func `who was told no time yet takes no order's life for too long`() {
        var desk = Desk(joined: false)
        let order = desk.entry("a")
        desk.time = .zero
        #expect(desk.submit(order)?.reason == Reason(.reconciling))
    }

    @Test func `an approval is good no longer than the risk manager can give, and an order than a signal lives`() {
        var desk = desk()
        let (approval, signal) = (
            TimeSpan.seconds(60) + OrderBounds.clockLag,
            OrderBounds.signalLife(desk.settings) + OrderBounds.clockLag
        )
        func refusal(_ name: Label, _ change: (inout SubmitOrder) -> Void) -> Reason? {
            var order = desk.entry(name)
            change(&order)
            return desk.submit(order)?.reason
        }
        let forever = Timestamp(nanoseconds: 9_000_000_000_000_000_000)
        for (name, end) in [("a", forever), ("b", .never), ("c", desk.time + approval + .seconds(1))] as [(Label, Timestamp)] {
            let reason = refusal(name) { $0.approvalExpires = end }
            #expect(reason == .late(.lifetimeTooLong, at: end, until: desk.time + approval), "\(name)")
        }
        #expect(refusal("d") { $0.intent.expires = desk.time + signal + .seconds(1) }?.code == .lifetimeTooLong)
        #expect(refusal("e") { $0.approvalExpires = desk.time + approval }?.code == ReasonCode.none)
        #expect(refusal("f") { $0.intent.expires = desk.time + signal }?.code == ReasonCode.none)
        let text = Reason.late(.lifetimeTooLong, at: forever, until: desk.time).text
        #expect(text.contains("2255-") && text.contains("2025-05-04"), "\(text)")
    }

    @Test func `prices are above nothing, and a limit order has one`() {
        var desk = desk()
        for (name, code, change) in [
            ("a", .invalidPrice, { $0.intent.price = Price(-1) }),
            ("b", .invalidPrice, { $0.intent.stopLoss = .zero }),
            ("c", .invalidPrice, { $0.intent.takeProfit = Price(-5) }),
            ("d", .invalidPrice, { $0.intent.referencePrice = Price(-5) }),
            ("e", .noPrice, { $0.intent.orderType = .limit }),
            ("f", .invalidQuantity, { $0.intent.quantity = .zero }),
        ] as [(Label, ReasonCode, (inout SubmitOrder) -> Void)] {
            var order = desk.entry(name)
            change(&order)
            #expect(desk.submit(order)?.reason.code == code, "\(name)")
        }
        var exit = desk.exit("x", 0.001)
        exit.intent.orderType = .limit
        #expect(desk.submit(exit)?.reason.code == .noPrice)
    }

    // MARK: - Limits

    @Test func `with a stolen approval the exposure stays within the profile's limit`() {
        var desk = desk()
        var accepted = 0
        for number in 0..<47 {
            let answer = desk.submit(stolen(desk, Label(clipping: "s\(number)"), usdt: 400))
            if answer?.accepted == true { accepted += 1 }
        }
        #expect(accepted == 2)
        desk.candle(2_000, 2_000, 2_000, 2_000, symbol: 1)
        let late = desk.submit(stolen(desk, "late", usdt: 400))
        #expect(late?.reason.code == .totalExposure && late?.reason.limit ?? 0 < 1_051, "\(late?.reason.text ?? "")")
        #expect(desk.position(1) == 0.4)
    }

    @Test func `a reference price far below the market hides no value`() {
        var desk = desk()
        var order = stolen(desk, "cheap", usdt: 20_000, price: 50)
        order.intent.stopLoss = Price(40)
        let reason = desk.submit(order)?.reason
        #expect([.totalExposure, .assetExposure, .orderTooLarge].contains(reason?.code), "\(reason?.text ?? "")")
    }

    @Test func `each hard limit refuses by its own name and figures`() {
        let cases: [(ReasonCode, Double, (inout Settings) -> Void)] = [
            (.orderTooLarge, 1_100, { $0.limits.maxTotalExposure = 1 }),
            (.assetExposure, 900, { ($0.limits.maxTotalExposure, $0.symbols[1].maxExposure) = (1, 0.05) }),
            (.cryptoExposure, 900, { ($0.limits.maxTotalExposure, $0.limits.maxCryptoExposure) = (1, 0.05) }),
            (.totalExposure, 900, { $0.limits.maxTotalExposure = 0.05 }),
            (.insufficientMargin, 900, {
                ($0.capital, $0.limits.maxTotalExposure, $0.limits.maxCryptoExposure) = (Money(500), 9, 9)
                $0.symbols[1].maxExposure = 9
            }),
        ]
        for (code, usdt, change) in cases {
            var desk = desk {
                for index in $0.symbols.indices { $0.symbols[index].maxExposure = 1 }
                $0.limits.maxCryptoExposure = 1
                change(&$0)
            }
            let reason = desk.submit(stolen(desk, "a", usdt: usdt))?.reason
            #expect(reason?.code == code, "\(code): \(reason?.text ?? "")")
            #expect(reason?.found.isFinite == true && reason?.limit.isFinite == true, "\(code)")
        }
    }

    @Test func `what prices did since the approval is no reason to refuse it`() {
        var desk = desk { $0.limits.maxTotalExposure = 0.05 }
        let order = stolen(desk, "a", usdt: 499)
        desk.candle(2_000, 2_040, 2_000, 2_040, symbol: 1)
        #expect(desk.submit(order)?.accepted == true)
    }

    @Test func `margin counts what leverage leaves, for each child as for the whole`() {
        var desk = desk {
            $0.capital = Money(1_000)
            ($0.limits.maxTotalExposure, $0.limits.maxCryptoExposure) = (9, 9)
            ($0.symbols[1].maxExposure, $0.symbols[1].leverage) = (9, 5)
        }
        for leg in [1, 2, 3, 4] as [UInt8] {
            var order = stolen(desk, "a", usdt: 1_000)
            order.intent.clientOrderID.leg = leg
            #expect(desk.submit(order)?.accepted == true, "leg \(leg)")
        }
    }

    // MARK: - Books beyond a limit

    /// A desk whose books hold `eth` that no order of its own brought.
    private func holding(_ eth: Double, _ change: (inout Settings) -> Void = { _ in }) -> Desk {
        var desk = desk(change)
        var event = VenueEvent()
        (event.kind, event.eventID, event.symbol, event.side) = (.filled, 900, SymbolID(1), .buy)
        event.clientOrderID = ClientOrderID(signal: "ghost", leg: 1)
        (event.quantity, event.price, event.purpose) = (Quantity(eth)!, Price(2_000), .entry)
        desk.step([(.executor, .message(.venueEvent(event)))])
        return desk
    }

    private func alerts(_ desk: Desk) -> [RiskAlert] {
        desk.published.compactMap { if case .alert(let alert) = $0 { alert } else { nil } }
    }

    @Test func `books far beyond a limit halt, with an alert and its figures, and take no entry`() throws {
        var desk = holding(4)
        let alert = try #require(alerts(desk).first)
        #expect(alert.reason.code == .totalExposure && alert.halted && alert.severity == .error)
        #expect(alert.reason.found == 8_000 && alert.reason.limit == 1_500, "\(alert.reason.text)")
        #expect(desk.executor.haltRecord.halted && desk.executor.haltRecord.code == .totalExposure)
        #expect(desk.submit(desk.entry("a"))?.reason.code == .halted)
        desk.candle(2_000, 2_000, 2_000, 2_000, symbol: 1)
        #expect(alerts(desk).count == 1)
        #expect(desk.submit(desk.exit("out", 4, symbol: 1))?.accepted == true)
    }

    @Test func `a person who resumes is not halted again for the same breach, but enters nothing more`() {
        var desk = holding(4)
        var command = HaltCommand()
        command.by = "person"
        desk.request(.resume(command))
        desk.candle(2_000, 2_000, 2_000, 2_000, symbol: 1)
        #expect(!desk.executor.haltRecord.halted)
        // Both are told: nobody else knows of a halt by the executor's own books.
        #expect(alerts(desk).map(\.halted) == [true, false] && alerts(desk).map(\.by) == ["executor", "person"])
        #expect(desk.submit(stolen(desk, "a", usdt: 100))?.reason.code == .totalExposure)
    }

    @Test func `a free balance below nothing is a breach`() throws {
        var desk = holding(0.4) {
            ($0.capital, $0.limits.maxTotalExposure, $0.limits.maxCryptoExposure) = (Money(500), 9, 9)
            $0.symbols[1].maxExposure = 9
        }
        let alert = try #require(alerts(desk).first)
        #expect(alert.reason == Reason(.insufficientMargin, found: -300, limit: 0), "\(alert.reason.text)")
        #expect(desk.executor.haltRecord.halted && desk.executor.books.wallet.free.double == -300)
        desk.candle(2_000, 2_000, 2_000, 2_000, symbol: 1)
    }

    @Test func `a price that carries a position over its limit is everyday life, twice over is not`() {
        var desk = holding(0.5)
        for price in [2_100.0, 2_400, 2_900] { desk.candle(price, price, price, price, symbol: 1) }
        #expect(alerts(desk).isEmpty && !desk.executor.haltRecord.halted)
        desk.candle(3_500, 3_500, 3_500, 3_500, symbol: 1)
        #expect(alerts(desk).map(\.reason.code) == [.totalExposure] && desk.executor.haltRecord.halted)
    }
}
