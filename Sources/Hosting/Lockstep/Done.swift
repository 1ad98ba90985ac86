import Market

/// What a process tells the conductor when it has handled a round.
struct Done: Equatable, Sendable {
    /// A timer that was set, or cancelled by `.never`.
    struct Wake: Hashable, Sendable {
        var place: TimerPlace
        var due: Timestamp
    }

    var place: StepPlace
    /// What it said: per topic the number of the newest frame. The publisher is the process itself.
    var said: [Reach] = []
    /// Whether something that it said to itself waits for the next round.
    var hasMore = false
    var wakes: [Wake] = []
    /// Time of the feed handler's next event; `nil` at the end of the data, and from all others.
    var upcoming: Timestamp?
}
