import Configuration
import Market
import Messages
import RiskManager
import Stages

/// The risk manager with a planted mistake.
struct BentRiskManager: Stage {
    private var inner: RiskManagerStage
    private let bug: PlantedBug?
    /// Value of all that was ever reserved, USDT.
    private var leaked = Money.zero

    init(_ settings: Settings, _ bug: PlantedBug?) {
        inner = RiskManagerStage(settings: settings)
        self.bug = bug
    }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        if bug == .haltIgnored, case .request(let id, .halt) = input.input {
            var answer = Acknowledge()
            answer.ok = true
            return effects.answer(id, .acknowledge(answer))
        }
        var said = Effects()
        inner.handle(input, into: &said)
        guard bug == .reservationLeaked, case .request(_, .riskCheck(let check)) = input.input else {
            return effects.add(said)
        }
        let before = leaked
        effects.add(said) { effect in
            guard case .answer(let id, .riskVerdict(var verdict)) = effect, !check.intent.reduces else {
                return effect
            }
            verdict.exposure += before
            return .answer(id, .riskVerdict(verdict))
        }
        leaked += check.intent.notional
    }

    mutating func recover(_ record: Record) { inner.recover(record) }
    func save(into writer: inout StateWriter) { inner.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
    }
}
