import Market
import Messages

/// What was said while a process was down, after its exact restart: held until all of it was fetched, so
/// that it can be handled in the order of event time, not topic by topic.
package final class CatchUp {
    /// Wall time after which the process goes on with what it has.
    private static let patience: Int64 = 4_000_000_000
    /// Frames after which it does, too: what is held back has a bound.
    private static let heldLimit = 100_000

    private let expected: [Label]
    private let deadline: Int64
    private var held: [FrameReceiver.Ready] = []
    private var isHolding = true

    /// `publishers`: the names of those who are heard; `now`: time of the clock that never runs back, ns.
    package init(_ publishers: [Label], now: Int64) {
        expected = publishers
        deadline = now + Self.patience
    }

    /// When it wants to be looked at.
    package func due(now: Int64) -> Int64 { min(deadline, now + 5_000_000) }

    /// Keeps a frame for later.
    package func holds(_ frame: FrameReceiver.Ready) -> Bool {
        if isHolding { held.append(frame) }
        return isHolding
    }

    /// Whether everyone has told how far it is, and nothing of that is missing.
    package func isOver(_ receiver: FrameReceiver, now: Int64) -> Bool {
        if now >= deadline || held.count > Self.heldLimit { return true }
        return receiver.open.isEmpty && expected.allSatisfy { receiver.tellers.contains($0) }
    }

    /// What was held, by event time and then by publisher; no more is held.
    package var inOrder: [FrameReceiver.Ready] {
        isHolding = false
        return held.sorted { ($0.header.time, $0.header.id) < ($1.header.time, $1.header.id) }
    }
}
