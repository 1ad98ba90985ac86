import Market
import Testing

@testable import BinanceVenue

/// How many orders the exchange lets through in a window of its clock.
@Suite struct RateWindowTests {
    @Test func `what is told of a day about its end is not the next one's`() {
        let midnight = Timestamp(milliseconds: 1_746_662_400_000)
        var window = RateWindow(.minutes(1440), limit: 200_000)
        window.settle(told: 200_000, askedAt: midnight - .seconds(60), at: midnight - .seconds(59))
        let before = window.hasRoom(0.8, at: midnight - .seconds(1))
        let after = window.hasRoom(0.8, at: midnight)
        #expect(!before && after)
        // By a clock that is a little ahead it is tomorrow already.
        window.settle(told: 200_000, askedAt: midnight + .milliseconds(3), at: midnight + .milliseconds(40))
        let soon = window.hasRoom(0.8, at: midnight + .seconds(2))
        window.settle(told: 200_000, askedAt: midnight + .seconds(2), at: midnight + .seconds(3))
        let later = window.hasRoom(0.8, at: midnight + .seconds(4))
        #expect(soon && !later)
    }
}
