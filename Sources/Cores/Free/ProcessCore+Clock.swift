import Delivery
import Market
import Messages
import Stages

/// Time where nobody tells it: a live market does not wait for the feed handler.
extension ProcessCore {
    /// Whether it stands in the present of a live run, and nobody tells the time.
    var isAlone: Bool {
        liveness.isGone(.feedHandler) && ownClock != nil && warmUp == nil && catchUp == nil
    }

    /// Tells itself the time while the feed handler is gone: approvals age and timers fire.
    func tellTime() throws(HostError) {
        guard isAlone, let time = ownClock?.next(after: engine.time, at: clock.monotonic) else { return }
        try perform(.tick(time))
    }
}
