import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

/// A trade whose entries are filled in parts, whose stops and targets are touched, and whose asks get lost, by a
/// seed; the process dies at any moment. Once all is calm, what rests is for exactly what is held.
@Suite struct BracketCrashTests {
    /// What happened under all seeds.
    private struct Seen {
        var grown = 0
        var stops = 0
        var targets = 0
        var crashes = 0
        /// What the newest stop of each signal was placed for.
        var sizes: [Label: Quantity] = [:]
    }

    @Test(arguments: [[], .attachedStops, .oneCancelsOther] as [VenueAbilities])
    func `whatever is lost and whenever it dies, what is held is protected in the end`(_ abilities: VenueAbilities) {
        var seen = Seen()
        for seed in 1...150 { play(UInt64(seed), abilities, &seen) }
        #expect(seen.grown > 50 && seen.stops > 20 && seen.targets > 20 && seen.crashes > 200, "\(seen)")
    }

    private func play(_ seed: UInt64, _ abilities: VenueAbilities, _ seen: inout Seen) {
        var chance = SplitMix64(seed: seed)
        var desk = LimitedDesk(abilities)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        desk.chance = SplitMix64(seed: seed &+ 1_000)
        desk.eventTimes = seed.isMultiple(of: 3) ? 2 : 1
        seen.sizes = [:]
        var (leg, signal) = (UInt8(0), 0)
        for _ in 0..<25 {
            switch chance.next() % 10 {
            case 0...4:
                if leg == 5 { (leg, signal) = (0, signal + 1) }
                leg += 1
                desk.submit(Label(clipping: "s\(signal)"), 0.001 + 0.001 * Double(chance.next() % 2), leg: leg)
            case 5: desk.exit(Label(clipping: "e\(seed)-\(chance.next() % 1_000)"), 0.001)
            case 6: desk.wait(Int64(chance.next() % 20))
            case 7:
                desk.crash()
                seen.crashes += 1
            default: break
            }
            minute(&desk, &chance)
            #expect(desk.held.raw >= 0, "seed \(seed): the position was turned to \(desk.held)")
            count(&desk, &seen)
        }
        desk.chance = nil
        for _ in 0..<4 {
            desk.wait(10)
            desk.candle(100_000, 100_100, 99_900, 100_000)
        }
        let (stops, targets) = (desk.rests(.stop), desk.rests(.target))
        let sum = { (list: [Quantity]) in list.reduce(Quantity.zero) { $0 + $1 } }
        #expect(sum(stops) == desk.held, "seed \(seed): \(desk.held) is held, stops rest for \(stops)")
        #expect(sum(targets) == desk.held, "seed \(seed): \(desk.held) is held, targets rest for \(targets)")
        #expect(desk.executor.inner.books[SymbolID(0)].quantity == desk.held, "seed \(seed)")
    }

    private func minute(_ desk: inout LimitedDesk, _ chance: inout SplitMix64) {
        let volume = chance.next() % 3 == 0 ? 1_500.0 : 1e9
        switch chance.next() % 12 {
        case 0: desk.candle(100_000, 100_000, 98_500, 100_000, quoteVolume: volume)
        case 1: desk.candle(100_000, 103_500, 100_000, 100_000, quoteVolume: volume)
        default: desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: volume)
        }
    }

    private func count(_ desk: inout LimitedDesk, _ seen: inout Seen) {
        for intent in desk.placed(.stop) {
            let signal = intent.clientOrderID.signal
            if let last = seen.sizes[signal], intent.quantity > last { seen.grown += 1 }
            seen.sizes[signal] = intent.quantity
        }
        seen.stops += desk.fills.count { $0.purpose == .stop }
        seen.targets += desk.fills.count { $0.purpose == .target }
        desk.said.removeAll()
        desk.asks.removeAll()
    }
}
