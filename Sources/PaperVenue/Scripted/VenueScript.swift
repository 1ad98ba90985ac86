import Market
import Stages

/// What a scripted venue does wrong, and when: for tests alone. The same for a seed, on every machine.
///
/// Text, as in STRATA_VENUE: "seed=7,late=0.2,double=0.1,mute=0.05,lost=0.05,gone=3600+600,pair_ids=1,
/// retell=1,by_hand=10000,able=none".
public struct VenueScript: Sendable, Hashable {
    /// A time without the venue, counted from the first moment of the market.
    struct Absence: Sendable, Hashable {
        let after: TimeSpan
        let length: TimeSpan
    }

    var seed: UInt64 = 1
    /// Share of the events and answers that are late, by up to ninety seconds.
    var late = 0.0
    /// Share of what moves money that is told a second time, within an hour.
    var double = 0.0
    /// Share of the asks that are carried out and not answered.
    var mute = 0.0
    /// Share of the asks that are neither carried out nor answered.
    var lost = 0.0
    /// When it is gone, and for how long; each begins after the one before has ended.
    var absences: [Absence] = []
    /// Whether its numbers count per pair, so that two pairs have the same.
    var countsPerPair = false
    /// Whether it tells the first fill of each pair again, each hundredth candle and after each start.
    var retells = false
    /// How many fills of a person's own orders it tells, twenty a candle: buys and sells in turn.
    var byHand = 0

    /// What it can do of itself.
    public private(set) var abilities = VenueAbilities.all

    /// Whether its numbers are its own: what it makes up has some, too.
    var numbersItself: Bool { countsPerPair || byHand > 0 }

    /// Reads the text; empty is a venue that does nothing wrong.
    public init(_ text: String) throws(VenueScriptError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, read(pair[0], pair[1]) else { throw .unknown(String(part)) }
        }
        let end = absences.reduce(TimeSpan?.some(.seconds(0))) { end, next in
            end.flatMap { next.after >= $0 ? next.after + next.length : nil }
        }
        guard end != nil else { throw .unknown("gone before it is back") }
    }

    private mutating func read(_ name: String, _ value: String) -> Bool {
        switch name {
        case "seed": UInt64(value).map { seed = $0 } != nil
        case "late": share(value).map { late = $0 } != nil
        case "double": share(value).map { double = $0 } != nil
        case "mute": share(value).map { mute = $0 } != nil
        case "lost": share(value).map { lost = $0 } != nil
        case "gone": absence(value).map { absences.append($0) } != nil
        case "pair_ids": flag(value).map { countsPerPair = $0 } != nil
        case "retell": flag(value).map { retells = $0 } != nil
        case "able": abilities(value).map { abilities = $0 } != nil
        case "by_hand": Int(value).flatMap { $0 >= 0 ? $0 : nil }.map { byHand = $0 } != nil
        default: false
        }
    }

    private func share(_ text: String) -> Double? { Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }

    private func abilities(_ text: String) -> VenueAbilities? {
        switch text {
        case "all": .all
        case "stops": .attachedStops
        case "oco": .oneCancelsOther
        case "none": []
        default: nil
        }
    }

    private func flag(_ text: String) -> Bool? { ["0", "1"].contains(text) ? text == "1" : nil }

    private func absence(_ text: String) -> Absence? {
        let parts = text.split(separator: "+").map { Int64($0) }
        guard parts.count == 2, let after = parts[0], let length = parts[1], after >= 0, length > 0 else {
            return nil
        }
        return Absence(after: .seconds(after), length: .seconds(length))
    }
}

/// Why a script can't be read.
public enum VenueScriptError: Error, Sendable, Hashable, CustomStringConvertible {
    /// This part of it is none.
    case unknown(String)

    public var description: String {
        switch self {
        case .unknown(let part):
            "\"\(part)\" is no part of a script; expected shares from 0 to 1, as in "
                + "seed=7,late=0.2,double=0.1,mute=0.05,lost=0.05,gone=3600+600,pair_ids=1,retell=1,"
                + "by_hand=9,able=none"
        }
    }
}
