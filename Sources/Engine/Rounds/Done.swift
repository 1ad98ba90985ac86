import Market

/// What a process tells the conductor when it has handled a round.
package struct Done: Equatable, Sendable {
    /// A timer that was set, or cancelled by `.never`.
    package struct Wake: Hashable, Sendable {
        /// Which timer, and whose.
        package var place: TimerPlace
        /// Event time at which it is due; `.never` cancels.
        package var due: Timestamp

        package init(place: TimerPlace, due: Timestamp) {
            (self.place, self.due) = (place, due)
        }
    }

    /// The round that was handled.
    package var place: StepPlace
    /// What it said: per topic the number of the newest frame. The publisher is the process itself.
    package var said: [Reach] = []
    /// Whether something that it said to itself waits for the next round.
    package var hasMore = false
    /// The timers that it set or cancelled, in order.
    package var wakes: [Wake] = []
    /// Time of the feed handler's next event; `nil` at the end of the data, and from all others.
    package var upcoming: Timestamp?

    package init(
        place: StepPlace,
        said: [Reach] = [],
        hasMore: Bool = false,
        wakes: [Wake] = [],
        upcoming: Timestamp? = nil
    ) {
        self.place = place
        self.said = said
        self.hasMore = hasMore
        self.wakes = wakes
        self.upcoming = upcoming
    }
}
