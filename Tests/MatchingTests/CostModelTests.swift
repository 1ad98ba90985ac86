import Configuration
import Market
import Testing

@testable import Matching

@Suite struct CostModelTests {
    @Test func `fees are exact and rounded against us`() {
        let fees = FeeModel(PaperSettings(), market: .um)
        #expect(fees.fee(of: MatchedFill(Quantity(2), at: Price(100)), .buy) == FillFee(value: Money(raw: 10_000_000)))
        let rested = fees.fee(of: MatchedFill(Quantity(2), at: Price(100), isMaker: true), .sell)
        #expect(rested.value.description == "0.04" && rested.taken == .absent)
        #expect(fees.fee(of: MatchedFill(Quantity(raw: 1), at: Price(1)), .buy).value == Money(raw: 1))
        #expect(Rate(fraction: -0.0001).share(of: Money(raw: 19_999)) == Money(raw: -1))
        #expect(Rate(fraction: .nan) == .zero)
    }

    @Test func `on spot a buy pays in what it bought and a sale in USDT`() {
        let fees = FeeModel(PaperSettings(), market: .spot)
        let bought = fees.fee(of: MatchedFill(Quantity(raw: 3_333), at: Price(60_000)), .buy)
        // 0.00003333 · 0.05 % is 0.000000016665: two units, never one.
        #expect(bought == FillFee(value: Money(raw: 120_000), taken: Quantity(raw: 2)))
        #expect(fees.fee(of: MatchedFill(Quantity(2), at: Price(100)), .sell) == FillFee(value: Money(raw: 10_000_000)))
    }

    @Test func `funding is due at its hours, longs pay and shorts are paid`() throws {
        let funding = FundingModel(PaperSettings(), market: .um)
        let day = try #require(Timestamp(iso8601: "2025-05-04"))
        #expect(funding.next(after: day) == day + .hours(8))
        #expect(funding.next(after: day + .minutes(479)) == day + .hours(8))
        #expect(funding.next(after: day + .hours(17)) == day + .days(1))
        #expect(FundingModel(PaperSettings(), market: .spot).next(after: day) == .never)
        #expect(funding.payment(Quantity(2), mark: Price(1000)).description == "0.2")
        #expect(funding.payment(Quantity(-2), mark: Price(1000)).description == "-0.2")
    }

    @Test func `liquidation follows Binance's formula for one isolated position`() {
        func price(_ quantity: Int, leverage: Int, maintenance: Double) -> Double? {
            LiquidationModel(leverage: leverage, maintenance: maintenance)
                .price(of: Position(quantity: Quantity(quantity), entryPrice: Price(1000)))?.double
        }
        #expect(price(0, leverage: 10, maintenance: 0.025) == nil)
        #expect(price(1, leverage: 1, maintenance: 0.025) == nil)
        // At the price, what is left of the margin is the maintenance margin of the position there.
        for leverage in [2, 5, 20] {
            let long = price(3, leverage: leverage, maintenance: 0.025) ?? 0
            #expect(abs(1000 / Double(leverage) + (long - 1000) - 0.025 * long) < 1e-6)
            let short = price(-3, leverage: leverage, maintenance: 0.025) ?? 0
            #expect(abs(1000 / Double(leverage) + (1000 - short) - 0.025 * short) < 1e-6)
        }
    }
}
