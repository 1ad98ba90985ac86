import Configuration
import Market
import Messages
import Testing

@testable import Matching

/// BTC/USDT: tick 0.1, step 0.001, market orders up to 120, notional from 100, band ±5 %.
private let filters = FilterModel(Settings.standard.instruments[SymbolID(0)])
private let mark = Price(100_000)

private func order(_ quantity: String, _ change: (inout OrderIntent) -> Void = { _ in }) throws -> OrderIntent
{
    var intent = OrderIntent()
    intent.quantity = try Quantity(quantity)
    intent.stopLoss = Price(99_000)
    intent.takeProfit = Price(103_000)
    change(&intent)
    return intent
}

@Suite struct FilterModelTests {
    @Test func `an order that keeps every filter passes`() throws {
        #expect(try filters.breach(of: order("0.003"), mark: mark) == nil)
    }

    @Test func `a price, a stop or a target beyond the exchange's lowest and highest is refused`() throws {
        var instrument = Settings.standard.instruments[SymbolID(0)]
        (instrument.minPrice, instrument.maxPrice) = (Price(99_500), Price(102_000))
        let filters = FilterModel(instrument)
        func breach(_ change: (inout OrderIntent) -> Void) throws -> Reason? {
            try filters.breach(
                of: order("0.003") {
                    ($0.stopLoss, $0.takeProfit) = (Price(99_500), Price(102_000))
                    change(&$0)
                }, mark: mark)
        }
        #expect(try breach { _ in } == nil)
        #expect(try breach { $0.stopLoss = Price(99_499) } == Reason(.priceOutOfBand, found: 99_499, limit: 99_500))
        #expect(try breach { $0.takeProfit = Price(102_001) } == Reason(.priceOutOfBand, found: 102_001, limit: 102_000))
        let limit = try breach { ($0.orderType, $0.price) = (.limit, Price(102_001)) }
        #expect(limit == Reason(.priceOutOfBand, found: 102_001, limit: 102_000))
    }

    @Test func `quantities are held against smallest, step and largest`() throws {
        #expect(try filters.breach(of: order("0"), mark: mark)?.code == .invalidQuantity)
        #expect(
            try filters.breach(of: order("0.0009"), mark: mark)
                == Reason(.quantityTooSmall, found: 0.0009, limit: 0.001))
        #expect(
            try filters.breach(of: order("0.0015"), mark: mark)
                == Reason(.quantityOffStep, found: 0.0015, limit: 0.001))
        #expect(
            try filters.breach(of: order("121"), mark: mark)
                == Reason(.quantityTooLarge, found: 121, limit: 120))
    }

    @Test func `a small notional is refused, but not of what reduces on futures`() throws {
        let cheap = Price(50_000)
        let small = try order("0.001") {
            $0.stopLoss = .absent; $0.takeProfit = .absent
        }
        #expect(filters.breach(of: small, mark: cheap) == Reason(.orderTooSmall, found: 50, limit: 100))
        #expect(try filters.breach(of: order("0.001") { $0.purpose = .exit }, mark: cheap) == nil)
    }

    @Test func `limit prices lie on the grid and within the band of their side`() throws {
        func limit(_ side: Side, _ price: Price) throws -> OrderIntent {
            try order("0.01") {
                $0.orderType = .limit; $0.side = side; $0.price = price; $0.purpose = .exit
            }
        }
        #expect(try filters.breach(of: limit(.buy, .absent), mark: mark)?.code == .noPrice)
        #expect(
            try filters.breach(of: limit(.buy, Price(raw: 10_000_005_000_000)), mark: mark)
                == Reason(.priceOffTick, found: 100_000.05, limit: 0.1))
        #expect(try filters.breach(of: limit(.buy, Price(105_001)), mark: mark)
                == Reason(.priceOutOfBand, found: 105_001, limit: 105_000))
        #expect(try filters.breach(of: limit(.buy, Price(80_000)), mark: mark) == nil)
        #expect(try filters.breach(of: limit(.sell, Price(94_999)), mark: mark)
                == Reason(.priceOutOfBand, found: 94_999, limit: 95_000))
    }

    @Test func `a stop or target that would trigger at once is refused`() throws {
        #expect(
            try filters.breach(of: order("0.01") { $0.stopLoss = mark }, mark: mark)?.code == .incoherentStop)
        #expect(
            try filters.breach(of: order("0.01") { $0.takeProfit = mark }, mark: mark)?.code
                == .incoherentTarget)
        #expect(
            try filters.breach(of: order("0.01") { $0.stopLoss = Price(raw: 9_900_000_000_001) }, mark: mark)?
                .code == .priceOffTick)
        #expect(
            try filters.breach(of: order("0.01") { $0.side = .sell }, mark: mark)?.code == .incoherentStop)
    }
}
