import Messages

extension TopicCatalogue {
    /// What a late joiner is told of: the last word of each topic that describes a state.
    package static var remembered: KindSet { FramePublisher.remembered }
}
