import Market
import Messages
import Stages

/// A stage sets a timer again for the present or the past whenever it fires: event time would stand still.
struct EndlessTimer: Error, CustomStringConvertible {
    let rank: ProcessRank
    let timer: TimerID
    let time: Timestamp

    var description: String {
        "timer \(timer.purpose).\(timer.number) of \(rank.name) fired more than "
            + "\(TimerQueue.repeatLimit) times at \(time): "
            + "its handling sets it again for that moment or before; expected a later one"
    }
}
