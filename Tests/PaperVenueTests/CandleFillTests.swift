import Configuration
import Market
import Matching
import Messages
import Stages
import TestSupport
import Testing

@testable import PaperVenue

/// What the orders of one candle get together. BTC/USDT: steps of 0.001, half a spread of 0.5 bps.
@Suite struct CandleFillTests {
    private var floor = CandleFloor()

    @Test(arguments: [1, 5, 10, 40])
    mutating func `children get the candle's share once, however many they are`(_ count: Int) {
        floor.next(100_000, 100_100, 99_900, 100_000)
        for leg in 1...count { floor.place(floor.entry("a", leg: UInt8(leg), 10)) }
        let fills = floor.next(100_000, 100_100, 99_900, 100_000, quoteVolume: 3_000_000)
        #expect(fills.map(\.quantity).reduce(.zero, +).description == "2.999")
    }

    @Test mutating func `signals share it too, and exits and entries`() {
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 2))
        #expect(floor.next(100_000, 100_100, 99_900, 100_000).count == 1)
        floor.place(floor.exit("b", 1))
        floor.place(floor.entry("c", 2))
        floor.place(floor.entry("d", 2))
        let fills = floor.next(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500_000)
        #expect(fills.map(\.clientOrderID.signal) == ["b", "c"])
        #expect(fills.map(\.quantity.description) == ["1", "1.499"])
    }

    @Test mutating func `a stop gets what the entries left, and its rest the next candles' opens`() {
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 3, target: 110_000))
        let first = floor.next(100_000, 100_100, 98_000, 98_500, quoteVolume: 4_000_000)
        #expect(first.map(\.purpose) == [.entry, .stop])
        #expect(first.map(\.quantity.description) == ["3", "1.01"])
        #expect(first.map(\.price.description) == ["100005", "98995"])
        #expect(floor.venue.rows.map(\.order.intent.purpose) == [.stop], "the target is gone")
        let second = floor.next(98_500, 120_000, 98_500, 119_000, quoteVolume: 1_000_000)
        #expect(second.map(\.price.description) == ["98495"], "a stop that was touched is no stop any more")
        #expect(second.map(\.quantity.description) == ["1.015"] && second.allSatisfy { !$0.isMaker })
        let third = floor.next(119_000, 119_000, 119_000, 119_000)
        #expect(third.map(\.quantity.description) == ["0.975"])
        #expect(floor.venue.symbols[0].isIdle && floor.venue.rows.isEmpty)
    }

    @Test mutating func `a stop that finds nothing is triggered all the same, also after a restart`() {
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 1, target: 110_000))
        floor.next(100_000, 100_100, 99_900, 100_000)
        #expect(floor.next(99_500, 99_500, 98_000, 98_500, quoteVolume: 0).isEmpty)
        var recovered = PaperVenueStage(settings: .standard)
        for record in floor.latest { recovered.recover(record) }
        floor.venue = recovered
        #expect(floor.next(99_500, 99_500, 99_500, 99_500).map(\.purpose) == [.stop])
        #expect(floor.venue.symbols[0].isIdle)
    }

    @Test mutating func `a target gets its share, the rest goes on resting, and the stop shrinks with it`() {
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 3))
        floor.next(100_000, 100_100, 99_900, 100_000)
        #expect(floor.next(102_000, 103_000, 101_900, 102_900).isEmpty, "a touch")
        let part = floor.next(102_000, 103_001, 101_900, 102_900, quoteVolume: 1_030_000)
        #expect(part.map(\.quantity.description) == ["1"] && part.allSatisfy(\.isMaker))
        let open = floor.venue.rows.map(\.order.intent)
        #expect(open.map(\.purpose) == [.stop, .target] && open.allSatisfy { $0.quantity == Quantity(2) })
        #expect(floor.next(102_900, 102_900, 98_000, 98_500).map(\.quantity) == [Quantity(2)])
        #expect(floor.venue.symbols[0].isIdle)
    }

    @Test mutating func `a liquidation takes what it needs and leaves the rest to others`() {
        var settings = Settings.standard
        settings.symbols[0].leverage = 20
        floor = CandleFloor(settings)
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 2, stop: 90_000))
        floor.next(100_000, 100_100, 99_900, 100_000)
        let fills = floor.next(98_000, 98_000, 97_000, 97_000, quoteVolume: 1_000)
        #expect(fills.map(\.purpose) == [.liquidation] && fills.first?.quantity == Quantity(2))
    }

    @Test mutating func `a limit order takes at the open or makes at its price, its target from the next on`() {
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 1, limit: 100_010))
        let taken = floor.next(100_000, 100_100, 99_900, 100_000)
        #expect(taken.map { [$0.price, $0.isMaker ? Price(1) : .zero] } == [[Price(100_005), .zero]])
        floor.place(floor.entry("b", 1, limit: 99_000, stop: 90_000))
        let made = floor.next(100_000, 103_500, 98_999, 100_000)
        #expect(made.map(\.purpose) == [.entry, .stop] && made.map(\.clientOrderID.signal) == ["b", "a"])
        #expect(made.first?.price == Price(99_000) && made.first?.isMaker == true)
        let next = floor.next(100_000, 103_500, 98_999, 100_000)
        #expect(next.map(\.purpose) == [.target] && next.first?.clientOrderID.signal == "b")
    }

    @Test mutating func `a target that the open left behind pays what takers pay`() {
        floor.next(100_000, 100_100, 99_900, 100_000)
        floor.place(floor.entry("a", 1))
        let fills = floor.next(104_000, 104_500, 103_900, 104_000)
        #expect(fills.map(\.purpose) == [.entry, .target])
        #expect(fills.last?.price == Price(103_000) && fills.last?.isMaker == false)
    }
}
