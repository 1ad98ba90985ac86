import Engine
import Messages

/// The market data that stands before what it led to: all of the step at hand; where frames come by
/// arrival, the candle that a decision names, for later candles may be heard before the decision. One that
/// is itself heard after the decision stands after it.
struct JournalInputs {
    /// Candles of which a decision may still be heard, and causes of which the candle may.
    private static let limit = 256

    private let isByArrival: Bool
    private var frames: [Frame] = []
    /// Where frames come by arrival: what was named and not found, oldest first.
    private var awaited: [EventID] = []
    /// Of the step at hand: what stood before it was taken.
    private var isTaken = false

    init(isByArrival: Bool) { self.isByArrival = isByArrival }

    /// The feed handler said something of the market; true where a decision has named it already, so that
    /// it is to be written at once.
    mutating func add(_ frame: Frame) -> Bool {
        if let place = awaited.firstIndex(of: frame.id) {
            awaited.remove(at: place)
            return true
        }
        if isByArrival, frames.count == Self.limit { frames.removeFirst() }
        frames.append(frame)
        return false
    }

    /// What is to stand before a frame and does not yet.
    mutating func take(before frame: Frame) -> [Frame] {
        if isByArrival {
            let causes = (0..<4).map { frame.causes[$0] }
            let found = frames.filter { $0.id != .none && causes.contains($0.id) }
            frames.removeAll { $0.id != .none && causes.contains($0.id) }
            for cause in causes where cause != .none && !found.contains(where: { $0.id == cause }) {
                if awaited.count == Self.limit { awaited.removeFirst() }
                awaited.append(cause)
            }
            return found
        }
        defer { isTaken = true }
        return isTaken ? [] : frames
    }

    /// The step at hand is over.
    mutating func stepEnded() {
        guard !isByArrival else { return }
        frames.removeAll(keepingCapacity: true)
        isTaken = false
    }
}
