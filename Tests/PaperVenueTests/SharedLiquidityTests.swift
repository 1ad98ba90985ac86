import Configuration
import Market
import Matching
import Messages
import Stages
import TestSupport
import Testing

@testable import PaperVenue

/// Whatever is ordered, nobody gets more than was there, or at a better price than the market's.
@Suite struct SharedLiquidityTests {
    @Test(arguments: 1...60)
    func `all fills of a candle are within its share, and none is better than the market`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var floor = CandleFloor()
        var price = 100_000
        floor.next(price, price, price, price)
        for step in 0..<200 {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                floor.place(Self.order(in: floor, near: price, step, &random))
            }
            let open = price + Int.random(in: -300...300, using: &random)
            let high = open + Int.random(in: 0...700, using: &random)
            let low = open - Int.random(in: 0...700, using: &random)
            price = Int.random(in: low...high, using: &random)
            let volume = Double.random(in: 0...6_000_000, using: &random)
            let fills = floor.next(open, high, low, price, quoteVolume: volume)
            var value = 0.0
            for fill in fills {
                if fill.purpose != .liquidation { value += fill.quantity.double * fill.price.double }
                let best = Double(fill.side == .buy ? low : high)
                let half = fill.isMaker ? 0 : best * 0.5e-4 * Double(fill.side.sign)
                let isNoBetter = (fill.price.double - best - half) * Double(fill.side.sign) >= -1e-6
                #expect(isNoBetter, "seed \(seed), step \(step): \(fill)")
            }
            #expect(value <= volume * 0.1 + 1e-6, "seed \(seed), step \(step): \(value) of \(volume * 0.1)")
        }
    }

    private static func order(
        in floor: CandleFloor, near price: Int, _ step: Int, _ random: inout SeededGenerator
    ) -> OrderIntent {
        let name = "s\(step)-\(random.next() % 1000)"
        let position = floor.venue.symbols[0].position.quantity
        var order = floor.entry(
            name, Int.random(in: 1...4, using: &random),
            limit: random.once(in: 3) ? price + Int.random(in: -300...300, using: &random) : nil)
        let isLong = position.isZero ? random.once(in: 2) : position.isPositive
        order.side = isLong ? .buy : .sell
        let sign = Int(order.side.sign)
        order.stopLoss = Price(price - sign * Int.random(in: 50...900, using: &random))
        order.takeProfit = Price(price + sign * Int.random(in: 50...900, using: &random))
        guard !position.isZero, random.once(in: 3) else { return order }
        order.purpose = .exit
        order.side = order.side.opposite
        (order.stopLoss, order.takeProfit) = (.absent, .absent)
        return order
    }

    @Test(arguments: 1...60)
    func `all fills at a price of a book are within what it ever showed there`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var venue = PaperVenueStage(settings: .standard)
        var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
        var levels: [Side: [Int: Int]] = [.buy: [:], .sell: [:]]
        var got: [Side: [Int: Int]] = [.buy: [:], .sell: [:]]
        for step in 0..<300 {
            time = time + .milliseconds(100)
            let middle = 100_000 + Int.random(in: -20...20, using: &random)
            let isSnapshot = step == 0 || random.once(in: 20)
            for side in [Side.buy, .sell] {
                let sent = Self.update(side, middle, isSnapshot, &levels, &got, &random)
                var said: [Message] = []
                for part in Self.parts(side, sent, isSnapshot: isSnapshot) {
                    said += venue.effects(of: Envelope(.message(.depth(part)), at: time)).published
                }
                for case .venueEvent(let fill) in said where fill.kind == .filled && !fill.isMaker {
                    let price = Int(fill.price.double)
                    got[fill.side.opposite]?[price, default: 0] += Int(fill.quantity.double)
                    let shown = levels[fill.side.opposite]?[price] ?? 0
                    let all = got[fill.side.opposite]?[price] ?? 0
                    #expect(all <= shown, "seed \(seed), step \(step): \(all) at \(price), shown \(shown)")
                }
            }
            if random.once(in: 3) { venue = try venue.restored(from: venue.saved) }
            let order = Self.order(in: venue, middle, step, time, &random)
            _ = venue.effects(
                of: Envelope(.request(RequestID(order.clientOrderID, .place), .place(order)), at: time))
        }
    }

    /// Changes some levels; what shrinks below what was taken of it was taken no more than that.
    private static func update(
        _ side: Side, _ middle: Int, _ isSnapshot: Bool, _ levels: inout [Side: [Int: Int]],
        _ got: inout [Side: [Int: Int]], _ random: inout SeededGenerator
    ) -> [Int: Int] {
        var sent: [Int: Int] = [:]
        let sign = side == .buy ? -1 : 1
        let before = levels[side] ?? [:]
        // What the market walked through is gone.
        for price in before.keys where (price - middle) * sign < 0 { sent[price] = 0 }
        for _ in 0..<4 {
            let price = middle + sign * Int.random(in: 0...6, using: &random)
            sent[price] = random.once(in: 4) ? 0 : Int.random(in: 1...9, using: &random)
        }
        let after = (isSnapshot ? sent : before.merging(sent) { $1 }).filter { $0.value > 0 }
        levels[side] = after
        let furthest = after.keys.max { ($0 - $1) * sign < 0 }
        for (price, taken) in got[side] ?? [:] {
            if let furthest, (price - furthest) * sign > 0 { continue }
            got[side]?[price] = min(taken, after[price] ?? 0)
        }
        return isSnapshot ? after : sent
    }

    private static func parts(_ side: Side, _ levels: [Int: Int], isSnapshot: Bool) -> [Depth] {
        var parts = [Depth()]
        for (price, quantity) in levels.sorted(by: { $0.key < $1.key }) {
            let level = BookLevel(price: Price(price), quantity: Quantity(quantity))
            if parts[parts.count - 1].levels.append(level) { continue }
            parts.append(Depth())
            _ = parts[parts.count - 1].levels.append(level)
        }
        for place in parts.indices {
            parts[place].symbol = SymbolID(0)
            (parts[place].side, parts[place].isSnapshot) = (side, isSnapshot)
            parts[place].isFirst = side == .buy && place == 0
            parts[place].isLast = side == .sell && place == parts.count - 1
        }
        return parts
    }

    private static func order(
        in venue: PaperVenueStage, _ middle: Int, _ step: Int, _ time: Timestamp,
        _ random: inout SeededGenerator
    ) -> OrderIntent {
        var order = OrderIntent()
        order.clientOrderID = ClientOrderID(signal: Label(clipping: "s\(step)"), leg: 1)
        order.symbol = SymbolID(0)
        let position = venue.symbols[0].position.quantity
        let isLong = position.isZero ? random.once(in: 2) : position.isPositive
        order.side = isLong ? .buy : .sell
        order.quantity = Quantity(Int.random(in: 1...12, using: &random))
        let sign = Int(order.side.sign)
        order.stopLoss = Price(middle - sign * Int.random(in: 8...40, using: &random))
        order.takeProfit = Price(middle + sign * Int.random(in: 8...40, using: &random))
        order.expires = time + .seconds(5)
        guard !position.isZero, random.once(in: 3) else { return order }
        (order.purpose, order.side) = (.exit, order.side.opposite)
        (order.stopLoss, order.takeProfit) = (.absent, .absent)
        return order
    }
}
