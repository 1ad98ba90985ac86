import Market
import Messages
import Stages

/// What the conductor tells a process: handle this round.
package struct Go: Equatable, Sendable {
    /// Why the round is to be handled.
    package enum Cause: Equatable, Sendable {
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

    /// The round to handle.
    package var place: StepPlace
    /// Event time of the step.
    package var time: Timestamp
    /// What the round is for.
    package var cause: Cause
    /// The frames of this round that the process hears: up to these numbers.
    package var expected: [Reach] = []

    package init(place: StepPlace, time: Timestamp, cause: Cause, expected: [Reach] = []) {
        (self.place, self.time, self.cause, self.expected) = (place, time, cause, expected)
    }
}

/// A timer and whose it is.
package struct TimerPlace: BitwiseCopyable, Hashable, Sendable {
    /// Of the stage that set it.
    package var rank: ProcessRank
    /// Which of the stages of that rank.
    package var instance: Int
    /// As the stage calls it.
    package var timer: TimerID

    package init(rank: ProcessRank, instance: Int, timer: TimerID) {
        (self.rank, self.instance, self.timer) = (rank, instance, timer)
    }
}
