import Delivery
import Market
import Messages
import Stages

/// Brings a process that starts up to the present: it asks the feed handler for the newest candles, gives
/// them to the stages as warm-up, and holds live frames back until then.
package final class WarmUp {
    /// Monotonic time after which the process goes on without history, ns.
    private static let patience: Int64 = 10_000_000_000
    /// Live frames after which it does, too: what is held back has a bound.
    private static let heldLimit = 100_000
    /// How often it looks, ns.
    private static let period: Int64 = 5_000_000

    private let questions: HistoryQuestions
    private let deadline: Int64
    private var held: [FrameReceiver.Ready] = []
    private var isHolding = true

    init(_ instruments: InstrumentTable, now: Int64) {
        questions = HistoryQuestions(instruments)
        deadline = now + Self.patience
    }

    /// When it wants to be called next.
    func due(now: Int64) -> Int64 { min(deadline, now + Self.period) }

    /// Keeps a live frame for later.
    func holds(_ frame: FrameReceiver.Ready) -> Bool {
        if isHolding { held.append(frame) }
        return isHolding
    }

    /// What became of the question that was out.
    func take(_ outcome: AskOutcome) { questions.take(outcome) }

    /// Asks for the next page, or finishes; true when the present has begun.
    func progress(_ core: ProcessCore) throws(HostError) -> Bool {
        let now = core.clock.monotonic
        if let question = questions.next() {
            core.effects.ask(
                .history, ticket: 0, topic: HistoryQuestions.topic, payload: question,
                answerBy: now + HistoryQuestions.answerBy)
        }
        if let failure = questions.failure {
            core.log.write(.warning, "history can't be read: \(failure); begins without it")
        } else if !questions.isDone, now <= deadline, held.count <= Self.heldLimit {
            return false
        }
        try finish(core)
        return true
    }

    /// Gives the candles in the order of event time and symbol, then the present.
    private func finish(_ core: ProcessCore) throws(HostError) {
        let candles = questions.candles
        let last = candles.last?.closeTime ?? .zero
        try core.warmUp(with: candles)
        if !candles.isEmpty {
            core.log.write(.info, "warmed up with \(candles.count) candles up to \(last)")
        }
        try core.join(at: max(last, core.latest))
        isHolding = false
        try core.release(held)
    }
}
