import Exchanges
import Foundation
import Market
import Messages
import Testing

@testable import ExchangeSimulator

/// A pair of which more is traded than 64 bits keep count of at 1e-8, were nobody to look.
@Suite struct HugeNumberTests {
    private func bench(_ market: MarketKind) -> Bench {
        let tiny = Instrument(
            name: "PEPE/USDT", market: market, tickSize: Price(raw: 1), stepSize: Quantity(1),
            minQuantity: Quantity(1), maxQuantity: Quantity(46_116_860_414), minNotional: Money(1))
        let candles = (0..<5).map { index in
            Kline(
                SymbolID(0), .m1,
                Candle(
                    openTime: day + .minutes(Int64(index)), closeTime: day + .minutes(Int64(index + 1)), open: Price(raw: 10),
                    high: Price(raw: 12), low: Price(raw: 9), close: Price(raw: 11), volume: 1e9, quoteVolume: 100))
        }
        let events = candles.map { MarketEvent(.kline($0), at: $0.closeTime) }
        var bench = Bench(
            [SimulatorMarket(market, [ListedSymbol(tiny)], feed: ListFeed(events))],
            accounts: [Trader.one.terms(100_000_000), Trader.two.terms(100_000_000)])
        bench.go(milliseconds: 30_000)
        return bench
    }

    @Test(arguments: [MarketKind.spot, .um], [UInt64(1), 2, 3])
    func `whatever is ordered of it, nothing stops the exchange`(market: MarketKind, seed: UInt64) {
        var bench = bench(market)
        let path = market == .spot ? "/api/v3/order" : "/fapi/v1/order"
        var chance = SplitMix64(seed: seed)
        func pick(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }
        let quantities = ["46116860414", "9223372036", "1000000000", "92233720368", "3"]
        for _ in 0..<300 {
            let trader = pick(2) == 0 ? Trader.one : .two
            let head = "symbol=PEPEUSDT&side=\(pick(2) == 0 ? "BUY" : "SELL")&quantity=\(quantities[pick(5)])"
            let only = market == .um && pick(3) == 0 ? "&reduceOnly=true" : ""
            switch pick(4) {
            case 0, 1: _ = bench.send(.post, path, "\(head)\(only)&type=LIMIT&timeInForce=GTC&price=0.000000\(pick(4) + 8 < 10 ? "0" : "")\(pick(4) + 8)", trader)
            case 2: _ = bench.send(.post, path, "\(head)\(only)&type=MARKET", trader)
            default:
                let all = market == .spot ? "/api/v3/openOrders" : "/fapi/v1/allOpenOrders"
                if pick(3) == 0 { _ = bench.send(.delete, all, "symbol=PEPEUSDT", trader) }
            }
            if market == .spot { _ = bench.send(.post, path, "symbol=PEPEUSDT&side=BUY&type=MARKET&quoteOrderQty=\(pick(100_000_000))", trader) }
            bench.go(milliseconds: Int64(pick(500)))
        }
        #expect(!bench.simulator.desks[0].orders.isEmpty)
    }
}
