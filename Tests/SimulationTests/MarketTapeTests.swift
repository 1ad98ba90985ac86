import Exchanges
import Messages
@testable import Simulation
import TestSupport
import Testing

/// The simulation's market keeps each promise of a feed.
@Suite struct MarketTapeTests {
    @Test(arguments: FeedPromise.allCases)
    func `it keeps its promise`(_ promise: FeedPromise) throws {
        let breach = try promise.breach { _, _ in
            let tape = MarketTape([])
            return FeedStand(
                tape,
                tell: { event in if case .kline(let kline) = event.message { tape.tell([kline]) } }, finish: nil)
        }
        // It tells an old candle again on purpose; that time does not fall is the driver's then.
        if promise != .timeNeverFalls {
            #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
        }
    }
}
