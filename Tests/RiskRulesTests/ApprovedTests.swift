import Configuration
import Market
import Messages
import TestSupport
import Testing

@testable import RiskRules

@Suite struct ApprovedTests {
    @Test func `the document's example is refused with its figures`() throws {
        let proposal = Fixture.proposal(
            Fixture.entry(Fixture.eth, usdt: 600), Fixture.portfolio([500, 0, 0]))
        let refused = try #require(Self.refusal(of: Approved.entry(proposal, expires: .never)))
        #expect(refused.reason == Reason(.totalExposure, found: 1100, limit: 1000))
        #expect(refused.reason.text == "Total exposure $1100 > $1000")
        #expect(refused.others == 0)
    }

    @Test func `the tightest limit decides and the others are listed`() throws {
        var portfolio = Fixture.portfolio([0, 2500, 100])
        portfolio.equity = Money(9_400)
        let proposal = Fixture.proposal(Fixture.entry(Fixture.btc, usdt: 500), portfolio)
        let refused = try #require(Self.refusal(of: Approved.entry(proposal, expires: .never)))
        #expect(refused.reason.code == .totalExposure)
        let listed: [ReasonCode] = [.cryptoExposure, .correlatedPositions, .dailyDrawdown]
        #expect(refused.others == listed.reduce(0) { $0 | Refused.bit(of: $1) })
    }

    @Test func `what has no figures decides before any limit`() throws {
        var portfolio = Fixture.portfolio([5000, 0, 0])
        portfolio.barrier = Reason(.halted)
        let proposal = Fixture.proposal(Fixture.entry(Fixture.eth, usdt: 600), portfolio)
        let refused = try #require(Self.refusal(of: Approved.entry(proposal, expires: .never)))
        #expect(refused.reason.code == .halted)
        #expect(refused.others & Refused.bit(of: .totalExposure) != 0)
    }

    @Test func `a reduction is at most the position net of working exits`() {
        var exit = Fixture.entry(Fixture.btc, usdt: 500, side: .sell)
        (exit.purpose, exit.stopLoss) = (.exit, .absent)
        let held = Quantity(raw: 1_500_000)
        #expect(
            Self.refusal(of: Approved.reduction(exit, position: held, working: Quantity(raw: 500_000))) == nil
        )
        let over = Self.refusal(of: Approved.reduction(exit, position: held, working: Quantity(raw: 500_001)))
        #expect(over?.reason.code == .nothingToReduce)
        #expect(
            Self.refusal(of: Approved.reduction(exit, position: -held, working: .zero))?.reason.code
                == .nothingToReduce)
        exit.purpose = .entry
        #expect(
            Self.refusal(of: Approved.reduction(exit, position: held, working: .zero))?.reason.code
                == .noApproval)
    }

    @Test func `the executor takes children only within their approval`() {
        var use = ApprovalUse()
        var order = Self.submitted
        #expect(Self.code(order, use) == nil)
        use.add(order)
        #expect(Self.code(order, use) == nil)
        use.add(order)
        #expect(Self.code(order, use) == .approvalMismatch)
        use.quantity = .zero
        order.intent.side = .sell
        order.intent.stopLoss = Price(51_000)
        #expect(Self.code(order, use) == .approvalMismatch)
    }

    @Test func `the executor refuses an entry without a good approval or against the order rules`() {
        func code(_ change: (inout SubmitOrder) -> Void) -> ReasonCode? {
            var order = Self.submitted
            change(&order)
            return Self.code(order)
        }
        #expect(code { $0.approvedQuantity = .absent } == .noApproval)
        #expect(code { $0.approvalExpires = Timestamp(milliseconds: 1000) } == nil)
        #expect(code { $0.approvalExpires = Timestamp(milliseconds: 999) } == .approvalExpired)
        #expect(code { $0.intent.expires = Timestamp(milliseconds: 999) } == .expired)
        #expect(code { $0.intent.stopLoss = .absent } == .missingStop)
        #expect(code { $0.intent.symbol = SymbolID(9) } == .unknownSymbol)
        #expect(code { $0.intent.quantity = Quantity(raw: 2_100_000) } == .orderTooLarge)
    }

    @Test func `a further asset keeps its own limits`() {
        var intent = Fixture.entry(Fixture.sol, usdt: 150)
        (intent.symbol, intent.referencePrice) = (SymbolID(3), Price(raw: 50_000_000))
        (intent.quantity, intent.stopLoss) = (Quantity(1_000), Price(raw: 48_000_000))
        #expect(Self.refusal(of: Approved.entry(Self.matic(intent), expires: .never)) == nil)
        intent.quantity = Quantity(1_001)
        let refused = Self.refusal(of: Approved.entry(Self.matic(intent), expires: .never))
        #expect(refused?.reason == Reason(.assetExposure, found: 500.5, limit: 500))
        intent.quantity = Quantity(1_500)
        #expect(RuleCatalogue.judge(Self.matic(intent), by: RuleCatalogue.child) == nil)
        intent.quantity = Quantity(1_501)
        #expect(
            RuleCatalogue.judge(Self.matic(intent), by: RuleCatalogue.child)?.reason.code == .orderTooLarge)
    }

    @Test(arguments: [1, 2, 3, 0xFEED, 0xC0FFEE] as [UInt64])
    func `no sequence of approvals takes a portfolio above any limit`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<200 {
            var settings = Settings.standard
            settings.limits.maxTotalExposure = 0.05 + random.fraction() * 0.4
            settings.limits.maxCorrelatedPositions = 1 + Int(random.next() % 3)
            var portfolio = Fixture.portfolio()
            portfolio.correlation = random.fraction()
            for _ in 0..<20 {
                approveOne(&portfolio, settings, &random)
                #expect(Self.keepsLimits(portfolio, settings), "seed \(seed), round \(round)")
            }
        }
    }

    // MARK: - Helpers

    /// Proposes a random order and books it as pending where it is approved.
    private func approveOne(_ portfolio: inout PortfolioView, _ settings: Settings, _ random: inout SeededGenerator)
    {
        let symbol = SymbolID(Int(random.next() % 3))
        let side: Side = random.next() % 2 == 0 ? .buy : .sell
        let intent = Fixture.entry(symbol, usdt: 1 + Int(random.next() % 900), side: side)
        let proposal = Fixture.proposal(intent, portfolio, settings)
        guard case .success = Approved.entry(proposal, expires: .never) else { return }
        if side == .buy {
            portfolio.symbols[symbol.int].pendingBuy += intent.notional
        } else {
            portfolio.symbols[symbol.int].pendingSell += intent.notional
        }
    }

    private static func keepsLimits(_ portfolio: PortfolioView, _ settings: Settings) -> Bool {
        let equity = portfolio.equity.double
        let total = portfolio.symbols.reduce(0) { $0 + $1.exposure.double }
        return total <= equity * settings.limits.maxTotalExposure + 1e-6
            && total <= equity * settings.limits.maxCryptoExposure + 1e-6
            && zip(portfolio.symbols, settings.symbols).allSatisfy {
                $0.exposure.double <= equity * $1.maxExposure + 1e-6
            }
            && portfolio.symbols.count { $0.isOpen } <= settings.limits.maxCorrelatedPositions
    }

    /// 1000 USDT of BTC, half of an approved 0.04 BTC.
    private static var submitted: SubmitOrder {
        var order = SubmitOrder()
        order.intent = Fixture.entry(Fixture.btc, usdt: 1000)
        order.intent.clientOrderID.leg = 1
        order.approvedQuantity = Quantity(raw: 4_000_000)
        order.approvalExpires = Timestamp(milliseconds: 60_000)
        return order
    }

    /// An entry in a fourth pair at 0.50 USDT: 5 % exposure, orders of 10 to 1500 units.
    private static func matic(_ intent: OrderIntent) -> Proposal {
        var settings = Settings.standard
        settings.symbols.append(
            SymbolSettings(
                name: "MATIC/USDT", tier: .volatile, maxOrderQuantity: Quantity(1_500),
                minOrderQuantity: Quantity(10),
                maxExposure: 0.05))
        let instrument = Instrument(
            name: "MATIC/USDT", market: .um, tickSize: Price(raw: 10_000), stepSize: Quantity(1),
            minQuantity: Quantity(1), maxQuantity: Quantity(1_000_000), minNotional: Money(5))
        settings.instruments = InstrumentTable(settings.instruments.instruments + [instrument])
        var portfolio = Fixture.portfolio()
        portfolio.symbols.append(SymbolView())
        return Fixture.proposal(intent, portfolio, settings)
    }

    private static func code(_ order: SubmitOrder, _ use: ApprovalUse = ApprovalUse()) -> ReasonCode? {
        refusal(
            of: Approved.received(
                order, use: use, joining: Fixture.portfolio(), at: Timestamp(milliseconds: 1000), by: .standard))?
            .reason.code
    }

    private static func refusal(of result: Result<Approved<OrderIntent>, Refused>) -> Refused? {
        if case .failure(let refused) = result { refused } else { nil }
    }
}
