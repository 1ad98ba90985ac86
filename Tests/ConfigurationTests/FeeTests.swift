import Configuration
import Market
import Testing

@Suite struct FeeTests {
    private let spot = Files.safeList(#"{"PEPE/USDT": {"tier": "MEME", "strategy": "breakout"}}"#)

    @Test func `fees come by market`() throws {
        let futures = try Files.settings().paper
        #expect(futures.makerFee == 0.0002 && futures.takerFee == 0.0005)
        let paper = try Files.settings(spot, strata: Files.strata(#"{"market": "spot"}"#)).paper
        #expect(paper.makerFee == 0.001 && paper.takerFee == 0.001)
    }

    @Test func `and by tier, better with each`() throws {
        for market in [MarketKind.um, .spot] {
            for tier in 1...9 {
                let (before, rates) = (
                    FeeSchedule.rates(market, tier: tier - 1), FeeSchedule.rates(market, tier: tier)
                )
                #expect(rates.maker <= before.maker && rates.taker <= before.taker && rates.maker <= rates.taker)
            }
        }
        let paper = try Files.settings(strata: Files.strata(#"{"paper": {"fee_tier": 9}}"#)).paper
        #expect(paper.makerFee == 0 && paper.takerFee == 0.00017 && paper.feeTier == 9)
        #expect(Files.complaints(strata: #"{"paper": {"fee_tier": 10}}"#).count == 1)
    }

    @Test func `what the file says of one is taken, the other stays the tier's`() throws {
        let strata = Files.strata(#"{"market": "spot", "paper": {"fee_tier": 1, "taker_fee": 0.0007}}"#)
        let paper = try Files.settings(spot, strata: strata).paper
        #expect(paper.makerFee == 0.0009 && paper.takerFee == 0.0007)
        let maker = try Files.settings(strata: Files.strata(#"{"paper": {"maker_fee": -0.0001}}"#)).paper
        #expect(maker.makerFee == -0.0001 && maker.takerFee == 0.0005)
    }
}
