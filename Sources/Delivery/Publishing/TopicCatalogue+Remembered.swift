import Messages

extension TopicCatalogue {
    /// What a late joiner is told of: the last word of each topic that describes a state.
    package static let remembered = kinds(.remembered)

    /// Whether a word takes the place of an earlier one of its topic: the strategies of a pair share one,
    /// and so do its orders. Who joins needs the last word on each.
    package static func replaces(_ word: Message, _ earlier: Message) -> Bool {
        switch (word, earlier) {
        case (.strategyUpdate(let new), .strategyUpdate(let old)): new.strategy == old.strategy
        case (.drift(let new), .drift(let old)): new.strategy == old.strategy
        // What became of an order before this one is no state any more.
        case (.orderState(let new), .orderState(let old)):
            new.clientOrderID == old.clientOrderID || old.status.isFinal
        default: true
        }
    }
}
