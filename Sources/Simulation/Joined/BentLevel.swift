import Messages
import Stages

/// A level with a planted mistake in what it hears of a pair's silence, or says of it.
struct BentLevel<Level: Stage>: Stage {
    private var inner: Level
    private let rank: ProcessRank
    private let bug: PlantedTradingBug
    /// By symbol, as it was told here.
    private var stale: Set<Int> = []

    init(_ inner: Level, _ rank: ProcessRank, _ bug: PlantedTradingBug) {
        (self.inner, self.rank, self.bug) = (inner, rank, bug)
    }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        if case .message(.feedHealth(let health)) = input.input {
            if health.isStale { stale.insert(health.symbol.int) } else { stale.remove(health.symbol.int) }
            if isDeaf { return }
        }
        if case .request(let id, .submit(let order)) = input.input, rank == .executor, bug == .exitsStopped,
            order.intent.reduces, stale.contains(order.intent.symbol.int)
        {
            return refuse(order, id, &effects)
        }
        var said = Effects()
        inner.handle(input, into: &said)
        effects.add(said) { isSaid($0) ? $0 : nil }
    }

    /// Whether it does not hear how fresh the data is.
    private var isDeaf: Bool {
        bug == .stalenessUnheeded && rank != .feedHandler || bug == .restingKept && rank == .executor
    }

    private func isSaid(_ effect: Effect) -> Bool {
        switch effect {
        case .publish(.feedHealth(let health), _):
            if bug == .stalenessUntold { return !health.isStale }
            return bug != .resumeUntold || health.isStale
        case .publish(.report(let report), _):
            return bug != .reportLost || report.reason.code != .feedStale
        default: return true
        }
    }

    private func refuse(_ order: SubmitOrder, _ id: RequestID, _ effects: inout Effects) {
        var answer = SubmitAnswer()
        (answer.clientOrderID, answer.status) = (order.intent.clientOrderID, .rejected)
        answer.reason = Reason(.feedStale)
        effects.answer(id, .submitAnswer(answer))
    }

    mutating func recover(_ record: Record) { inner.recover(record) }
    func save(into writer: inout StateWriter) { inner.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
    }
}
