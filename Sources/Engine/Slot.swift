import Messages
import Stages

/// A stage in its place.
package struct Slot {
    /// The stage itself, with its state.
    package var stage: any Stage
    /// Its rank and instance, which order it among all stages.
    package let place: SlotPlace

    package init(stage: any Stage, rank: ProcessRank, instance: Int) {
        self.stage = stage
        place = SlotPlace(rank: rank, instance: instance)
    }

    /// Rank of the stage.
    package var rank: ProcessRank { place.rank }
    /// Number of the stage among those of its rank.
    package var instance: Int { place.instance }
}

/// Where a stage stands in the order of all stages.
package struct SlotPlace: BitwiseCopyable {
    let rank: ProcessRank
    let instance: Int
}

/// Who waits for an answer.
package struct PendingAsk: BitwiseCopyable {
    /// Stands for somebody who is no stage.
    static let outside = -1

    let id: RequestID
    /// The slot that asked; below zero somebody who is not in here.
    let asker: Int
    /// The request's own id.
    let event: EventID

    /// Stands for a process of the topology.
    static func remote(_ member: Int) -> Int { -2 - member }

    /// The process that asked, where it was another one.
    var member: Int? { asker <= -2 ? -2 - asker : nil }
}
