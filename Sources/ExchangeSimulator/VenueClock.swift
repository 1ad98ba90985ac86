import Exchanges
import Market

/// What time it is at the exchange: the machine's monotonic clock, from a start and at a speed, or standing
/// until it is told to go on.
struct VenueClock: Sendable {
    let speed: Double
    private let start: Int64
    private var origin: Timestamp
    /// How far the exchange's clock is off what it should show: a fault.
    var offset = TimeSpan(nanoseconds: 0)

    init(speed: Double, at moment: Moment, shows time: Timestamp) {
        (self.speed, start, origin) = (speed, moment.monotonic, time)
    }

    /// The market's time at a moment of the machine.
    func time(at monotonic: Int64) -> Timestamp {
        guard speed != 1 else { return origin + TimeSpan(nanoseconds: monotonic - start) }
        return origin + TimeSpan(nanoseconds: Int64(Double(monotonic - start) * speed))
    }

    /// The moment of the machine by which it is so late in the market; `.max` where it stands.
    func monotonic(at time: Timestamp) -> Int64 {
        guard speed > 0, time != .never else { return .max }
        let ahead = (time - origin).nanoseconds
        guard speed != 1 else { return start + ahead }
        let span = (Double(ahead) / speed).rounded(.up)
        return span < 9e18 ? start + Int64(span) + 1 : .max
    }

    /// Puts a clock that stands on.
    mutating func advance(by span: TimeSpan) { origin = origin + span }

    /// A connection's seconds at a moment: the market's, and the machine's while that stands.
    func life(at monotonic: Int64) -> Int64 {
        speed > 0 && speed != 1 ? Int64(Double(monotonic - start) * speed) : monotonic - start
    }

    /// The moment of the machine at which connections are so old.
    func monotonic(atLife life: Int64) -> Int64 {
        guard life != .max else { return .max }
        return speed > 0 && speed != 1 ? start + Int64((Double(life) / speed).rounded(.up)) : start + life
    }
}
