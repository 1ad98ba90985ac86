import Exchanges
import Market
import Testing

@testable import BinanceFeed

@Suite struct ServerClockTests {
    private let second: Int64 = 1_000_000_000
    private let day = Timestamp(milliseconds: 1_746_662_400_000)

    private func moment(_ seconds: Double) -> Moment {
        Moment(monotonic: Int64(seconds * 1e9), wall: Timestamp(nanoseconds: Int64((1.8e9 + seconds) * 1e9)))
    }

    @Test func `the clock of a simulator goes at its own speed, from what was told`() {
        var clock = ServerClock(speed: 60)
        #expect(!clock.isKnown && clock.isStale(at: moment(1), after: 5 * second))
        clock.take(day, askedAt: moment(10), answeredAt: moment(10.002))
        let told = clock.now(moment(10.002))
        #expect(told == day + .milliseconds(60) + TimeSpan(nanoseconds: 500_000))
        #expect(clock.now(moment(11.002)) == told + .milliseconds(60_000))
        #expect(clock.now(moment(9)) == told)
        #expect(clock.machineTime(of: 120 * second) == 2 * second)
        // It may have been asked at the way's end or at its beginning.
        #expect(clock.atLeast(moment(10.002)) == day)
        #expect(clock.isStale(at: moment(16), after: 5 * second) && !clock.isStale(at: moment(12), after: 5 * second))
    }

    @Test func `it never runs back, and what was sent later than it shows moves it on`() {
        var clock = ServerClock(speed: 0)
        clock.heard(day, at: moment(0))
        #expect(!clock.isKnown)
        clock.take(day, askedAt: moment(0), answeredAt: moment(0))
        clock.heard(day + .milliseconds(60_000), at: moment(1))
        #expect(clock.now(moment(5)) == day + .milliseconds(60_000))
        clock.heard(day, at: moment(2))
        clock.take(day + .milliseconds(30_000), askedAt: moment(6), answeredAt: moment(6))
        #expect(clock.now(moment(7)) == day + .milliseconds(60_000))
    }

    @Test func `that of the exchange is the wall's with an offset, whatever was sent`() {
        var clock = ServerClock()
        clock.take(day, askedAt: moment(0), answeredAt: moment(0))
        clock.heard(day + .milliseconds(60_000), at: moment(0))
        #expect(clock.now(moment(2)) == day + .milliseconds(2000) + TimeSpan(nanoseconds: 500_000))
    }
}
