import Messages
import Stages

/// A stage in its place.
struct Slot {
    var stage: any Stage
    let rank: ProcessRank
    let instance: Int
    let hears: KindSet

    init(stage: any Stage, rank: ProcessRank, instance: Int) {
        self.stage = stage
        self.rank = rank
        self.instance = instance
        hears = TopicCatalogue.heard(by: rank)
    }
}

/// Who waits for an answer.
struct PendingAsk {
    /// Stands for somebody who is no stage.
    static let outside = -1
    let id: RequestID
    let asker: Int
}
