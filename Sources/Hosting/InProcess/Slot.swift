import Messages
import Stages

/// A stage in its place.
struct Slot {
    var stage: any Stage
    let place: SlotPlace

    init(stage: any Stage, rank: ProcessRank, instance: Int) {
        self.stage = stage
        place = SlotPlace(rank: rank, instance: instance)
    }

    var rank: ProcessRank { place.rank }
    var instance: Int { place.instance }
}

/// Where a stage stands in the order of all stages.
struct SlotPlace: BitwiseCopyable {
    let rank: ProcessRank
    let instance: Int
}

/// Who waits for an answer.
struct PendingAsk {
    /// Stands for somebody who is no stage.
    static let outside = -1
    let id: RequestID
    let asker: Int
}
