import Bus
import Exchanges
import Market

extension Moment {
    /// What both clocks show.
    public static var now: Moment {
        Moment(monotonic: MonotonicClock.now(), wall: Timestamp(nanoseconds: WallClock.now()))
    }
}
