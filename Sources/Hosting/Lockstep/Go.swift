import Market
import Messages
import Stages

/// What the conductor tells a process: handle this round.
struct Go: Equatable, Sendable {
    /// Why the round is to be handled.
    enum Cause: Equatable, Sendable {
        /// What others said in the round before.
        case frames
        /// The run begins.
        case join
        /// The feed handler's next event.
        case event
        /// A timer is due.
        case timer(TimerPlace)
        /// Somebody outside asked this process.
        case request(topic: [UInt8], payload: [UInt8])
        /// The data is at its end.
        case end
    }

    var place: StepPlace
    /// Event time of the step.
    var time: Timestamp
    var cause: Cause
    /// The frames of this round that the process hears: up to these numbers.
    var expected: [Reach] = []
}

/// A timer and whose it is.
struct TimerPlace: BitwiseCopyable, Hashable, Sendable {
    var rank: ProcessRank
    var instance: Int
    var timer: TimerID
}
