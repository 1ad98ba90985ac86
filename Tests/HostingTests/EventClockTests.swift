import Engine
import Market
import Testing

@testable import Delivery

struct EventClockTests {
    private static let second: Int64 = 1_000_000_000
    private let wall = Timestamp(milliseconds: 1_746_662_400_000)

    @Test func `it goes on as the wall does, from the newest that was told`() {
        var clock = EventClock(wall: wall.nanoseconds, now: 5 * Self.second)
        #expect(clock.time(at: 8 * Self.second) == wall + .milliseconds(3000))
        clock.heard(wall + .milliseconds(5000), at: 8 * Self.second)
        #expect(clock.time(at: 9 * Self.second) == wall + .milliseconds(6000))
        clock.heard(wall, at: 9 * Self.second)
        #expect(clock.time(at: 9 * Self.second) == wall + .milliseconds(6000))
    }

    @Test func `a simulator's market goes at its own speed, and nobody knows its time before it told one`() {
        var clock = EventClock(wall: wall.nanoseconds, now: 0, speed: 60)
        #expect(!clock.isKnown)
        clock.heard(wall - .days(365), at: Self.second)
        #expect(clock.isKnown && clock.time(at: 2 * Self.second) == wall - .days(365) + .milliseconds(60_000))
        var standing = EventClock(wall: wall.nanoseconds, now: 0, speed: 0)
        standing.heard(wall, at: 0)
        #expect(standing.time(at: 100 * Self.second) == wall)
        #expect(!EventClock(wall: wall.nanoseconds, now: 0, speed: 1).isKnown, "at any speed, the wall's too")
        var own = OwnClock(HostClock(monotonic: 0, wall: wall.nanoseconds), Pace(marketSpeed: 60))
        #expect(own.next(after: .zero, at: Self.second) == nil)
        own.clock.heard(wall - .days(1), at: Self.second)
        #expect(own.next(after: .zero, at: 2 * Self.second) == wall - .days(1) + .milliseconds(60_000))
    }

    @Test func `a market that was silent for an hour lives at the wall's date, one of last year does not`() {
        var silent = EventClock(wall: wall.nanoseconds, now: 0)
        silent.heard(wall - .minutes(60), at: 0)
        #expect(silent.time(at: Self.second) == wall + .milliseconds(1000))
        var recorded = EventClock(wall: wall.nanoseconds, now: 0)
        recorded.heard(wall - .days(365), at: 0)
        #expect(recorded.time(at: Self.second) == wall - .days(365) + .milliseconds(1000))
        // Who has heard nothing yet says zero.
        var early = EventClock(wall: wall.nanoseconds, now: 0)
        early.heard(.zero, at: 0)
        #expect(early.time(at: Self.second) == wall + .milliseconds(1000))
        early.heard(wall - .days(365), at: Self.second)
        #expect(early.time(at: Self.second) == wall - .days(365))
        // Once told, what is late stays late.
        recorded.heard(wall - .days(400), at: Self.second)
        #expect(recorded.time(at: Self.second) == wall - .days(365) + .milliseconds(1000))
    }
}
