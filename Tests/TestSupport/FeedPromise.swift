/// What every feed promises to the feed handler, as numbers: a port's tests run through all of it.
public enum FeedPromise: Int, CaseIterable, Sendable {
    /// Each event that came in is given once, those of a pair in their order.
    case eachEventOnce = 1
    /// Event time never falls.
    case timeNeverFalls
    /// Recorded data never has nothing: an event or the end. A live feed has nothing until it is told something,
    /// gives it then, and loses none by having been asked in vain.
    case nothingIsNotTheEnd
    /// After its end there is nothing but the end, and there is one.
    case endIsForEver
    /// History lies before the first event, in the order of time.
    case historyComesBefore
    /// What can't be used is counted, the first of it told with its place, and what comes after is given.
    case complaintsCount
    /// Recorded data read twice says the same; a live feed says that it is live.
    case twiceTheSame
}
