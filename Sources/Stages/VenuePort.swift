import Market
import Messages

/// A venue as the executor's process sees it: it takes asks, and words come out. Nothing here waits, and
/// nothing says how it is done: a stage, a socket to an exchange, a script.
///
/// What every venue promises is numbered in `VenuePromise`; each implementation runs through all of it:
/// exactly one word ends each ask, whatever is asked twice is one thing, and what it told before it answers
/// for its books is all that they count.
public protocol VenuePort {
    /// What a person calls it.
    var name: String { get }
    /// What it can do of itself.
    var abilities: VenueAbilities { get }
    /// What it charges and demands. A run that reckons with other terms does not trade there.
    var terms: VenueTerms { get }
    /// Takes an ask (`place`, `venueCancel`, `venueQuery`, `venueBooks`); exactly one `answered` or
    /// `unanswered` comes of it, now or later.
    mutating func ask(_ id: RequestID, _ message: Message, at time: Timestamp)
    /// The next word that is due by a time; `nil` where there is nothing now.
    mutating func next(by time: Timestamp) -> VenueWord?
    /// What is said on the market. A venue that trades for real knows it by itself.
    mutating func hear(_ input: Envelope)
}

extension VenuePort {
    /// Holds the venue's terms against those that a run reckons with.
    ///
    /// - Throws: `HostError.configuration` with every difference.
    public func check(_ expected: VenueTerms) throws(HostError) {
        let differences = terms.differences(from: expected)
        guard !differences.isEmpty else { return }
        throw .configuration(
            "the venue \(name) has other terms than the run reckons with, so that nothing is traded there:\n"
                + differences.map { "  \($0)\n" }.joined()
                + "set paper.maker_fee, paper.taker_fee and paper.maintenance_margin in strata.json, the "
                + "pair's leverage in the safe list, and its filters in instruments.json, as the venue has "
                + "them")
    }

    /// Needs no market.
    public mutating func hear(_ input: Envelope) {}
}
