import Exchanges
import Market

/// What the places of a file's lines say, one after the other: their order, and how far they are apart.
struct LinePlaces {
    /// Differences of times that are looked at.
    private static var stepLimit: Int { 1000 }

    /// The earliest.
    private(set) var first: LinePlace?
    private var newest: LinePlace?
    private var isRising = true
    private var isFalling = true
    /// First differences of times, for the length of candles.
    private var steps: [Int64] = []

    mutating func note(_ place: LinePlace) {
        guard let newest else {
            (first, self.newest) = (place, place)
            return
        }
        if newest < place {
            isFalling = false
        } else if place < newest {
            isRising = false
            first = first.map { min($0, place) }
        }
        if steps.count < Self.stepLimit, place.time != newest.time {
            steps.append(abs((place.time - newest.time).nanoseconds))
        }
        self.newest = place
    }

    var order: LineOrder { isRising ? .asWritten : isFalling ? .newestFirst : .sorted }

    /// Candles of another length than the file's name says are no candles of that length with holes.
    func lengthProblem(_ interval: Timeframe?) -> FeedProblem? {
        guard let interval, order != .sorted, steps.count >= 10 else { return nil }
        let span = interval.span.nanoseconds
        let found: Int64
        if steps.count(where: { $0 < span }) > steps.count / 2 {
            found = steps.sorted()[steps.count / 2]
        } else {
            let longer = Timeframe.allCases.last { length in
                steps.allSatisfy { $0 % length.span.nanoseconds == 0 }
            }
            guard let longer, longer > interval else { return nil }
            found = longer.span.nanoseconds
        }
        return .wrongLength(found: TimeSpan(nanoseconds: found), interval: interval)
    }
}

/// The order in which a file's lines are written.
public enum LineOrder: String, Sendable, Hashable {
    case asWritten = "in order"
    case newestFirst = "newest first, turned round"
    case sorted = "in no order, sorted by time"
    case unknown = "too large to be looked through, taken as it stands"
}
