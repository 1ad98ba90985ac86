import Bus
import Delivery
import Engine
import Market
import Messages

/// Asks the feed handler for the candles of every pair over a link of its own.
final class HistoryReader {
    private let link: RequestLink
    private let reactor: Reactor
    private let slot: Reactor.Slot
    private let questions: HistoryQuestions

    /// - Parameter reactor: wakes when an answer comes, until `forget()`.
    init(
        _ endpoints: Endpoints, _ context: Context, _ instruments: InstrumentTable, _ reactor: Reactor
    ) throws(BusError) {
        let feed = Topology.Member(rank: .feedHandler, instance: 0)
        link = try RequestLink(to: endpoints.answerer(feed), in: context)
        questions = HistoryQuestions(instruments)
        self.reactor = reactor
        slot = reactor.watch(link)
    }

    /// When it has to be looked at again though nothing came.
    var due: Int64 { link.nextDeadline }

    /// It has no more to wait for.
    func forget() { reactor.forget(slot) }

    /// Whether all was given.
    var isDone: Bool { questions.isDone }

    /// Why it can't be read; `nil` while all is well.
    var failure: String? { questions.failure }

    /// What was given, in the order of event time and symbol.
    var candles: [Kline] { questions.candles }

    /// Takes what has come, and asks for the next page.
    func progress(now: Int64) throws {
        try link.progress(now: now) { _, outcome in questions.take(AskOutcome(outcome)) }
        if let question = questions.next() {
            _ = try link.ask(
                topic: HistoryQuestions.topic, payload: question, answerBy: now + HistoryQuestions.answerBy)
        }
    }
}
