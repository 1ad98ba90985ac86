import Engine
import Hosting
import Market
import Messages
import Stages

/// The chains from tick to order that the programs of a run recorded.
///
/// What a stage passes on is recorded by the program that serves it, as far as libzmq gets it. Of two who
/// share one no request is seen, and a frame only as others get it, which may be after what followed from it:
/// neither counts later than what follows, and in the executor's place the order that L1 says.
struct RecordedChains {
    private(set) var chains: [ChainMoments] = []
    private let folder: String
    private let plan: ProcessPlan
    private let instruments: InstrumentTable
    private var ticks: [EventID: Int64] = [:]
    private var decisions: [Label: (tick: Int64, said: Int64)] = [:]
    private var checks: [Label: Int64] = [:]
    private var orders: [ClientOrderID: Int64] = [:]
    private var arrivals: [ClientOrderID: Int64] = [:]

    init(in folder: String, _ plan: ProcessPlan) throws(HostError) {
        (self.folder, self.plan) = (folder, plan)
        instruments = try SampleEvents.settings(.klines).instruments
        try readDecisions()
        try readOrders()
        try readOutcomes()
    }

    private func program(_ rank: ProcessRank) -> ProcessRank { plan.row(of: rank)?.stages.first ?? rank }

    private func areTogether(_ one: ProcessRank, _ other: ProcessRank) -> Bool {
        program(one) == program(other)
    }

    private mutating func readDecisions() throws(HostError) {
        try RecordedFrames.read(program(.feedHandler), in: folder, instruments) { moment, header, _ in
            ticks[header.id] = moment
        }
        try RecordedFrames.read(program(.l2Tactic), in: folder, instruments) { moment, header, message in
            guard case .signal(let signal) = message, let tick = ticks[header.causes.first] else { return }
            decisions[signal.signalID] = (tick, moment)
        }
    }

    private mutating func readOrders() throws(HostError) {
        let checksInside = areTogether(.l1Operational, .riskManager)
        let submitsInside = areTogether(.l1Operational, .executor)
        try RecordedFrames.read(program(.riskManager), in: folder, instruments) { moment, _, message in
            guard case .riskCheck(let check) = message else { return }
            checks[check.intent.clientOrderID.signal] = moment
        }
        try RecordedFrames.read(program(.l1Operational), in: folder, instruments) { moment, _, message in
            let id: ClientOrderID
            switch message {
            case .submit(let order) where !submitsInside: id = order.intent.clientOrderID
            case .order(let intent) where submitsInside: id = intent.clientOrderID
            default: return
            }
            orders[id] = orders[id] ?? moment
            if submitsInside { arrivals[id] = orders[id] }
            if checksInside { checks[id.signal] = checks[id.signal] ?? moment }
        }
    }

    private mutating func readOutcomes() throws(HostError) {
        try RecordedFrames.read(program(.executor), in: folder, instruments) { moment, _, message in
            if case .submit(let order) = message {
                let id = order.intent.clientOrderID
                arrivals[id] = arrivals[id] ?? moment
            }
            // The first word about an order leaves the executor once its record is durable.
            guard case .orderState(let state) = message,
                let arrived = arrivals.removeValue(forKey: state.clientOrderID),
                let chain = chain(state.clientOrderID, arrived: arrived, durable: moment)
            else { return }
            chains.append(chain)
        }
    }

    private func chain(_ id: ClientOrderID, arrived: Int64, durable: Int64) -> ChainMoments? {
        guard let decision = decisions[id.signal], let checked = checks[id.signal], let sent = orders[id]
        else { return nil }
        let isInside = areTogether(.l2Tactic, .l1Operational)
        let said = isInside ? min(decision.said, checked) : decision.said
        return ChainMoments([decision.tick, said, checked, sent, arrived, durable])
    }
}
