extension MessageKind {
    /// What the message says, in one sentence: for docs/protocol.md.
    public var about: String {  // tidy-ok: a sentence a case
        switch self {
        case .ticker:
            "The newest price of a pair. From klines one per closed candle: last = close, no bid or ask."
        case .kline: "One closed candle. Its event time is its close."
        case .trade: "One trade of the market."
        case .depth:
            "Some levels of one side of the order book; a snapshot or a diff comes as several of these."
        case .feedHealth: "How a pair's market data is doing, on every change."
        case .clock: "The watermark of a replay: no event before this time follows."
        case .strategyUpdate:
            "What L4 decided for one strategy on one pair: weight, risk thresholds, execution rules."
        case .drift: "A change in a strategy's results that its past doesn't explain."
        case .tacticTargets: "What L3 wants of one pair: regime, sub-strategies, rank, exposure and risk."
        case .executionPlan: "How one signal is to be executed; it comes before its signal."
        case .signal: "A decision to trade, as the L1 document writes it."
        case .order: "A copy of what L1 hands to the executor; nobody acts on it."
        case .report: "How one signal ended. Each signal gets exactly one."
        case .alert: "What L1 refused or found, for people."
        case .riskAlert: "What the risk manager refused or found; a halt is told by it."
        case .pnlUpdate: "Profit and loss of a pair, or of the account where the pair is \"*\"."
        case .fill: "One execution."
        case .orderState: "Where an order stands after each change."
        case .account: "One asset of the account: the position of a base asset, or the balance of USDT."
        case .riskCheck: "L1 asks for leave to open a position."
        case .riskVerdict: "The answer to a risk check."
        case .submit: "L1 hands one child order with its approval to the executor."
        case .submitAnswer: "The answer to a submit: given once the order is durable."
        case .cancel: "Asks the executor to cancel one order."
        case .orderQuery: "Asks the executor for the state of one order; answered by an order state."
        case .halt: "Stops all entries until a person resumes."
        case .resume: "Ends a halt."
        case .acknowledge: "A plain answer: to a signal from outside, a cancel, a halt, a resume."
        case .place: "The executor hands an order to the venue."
        case .venueCancel: "The executor asks the venue to cancel an order."
        case .venueQuery: "The executor asks the venue what became of an order."
        case .venueAnswer: "The venue's answer to place, cancel or query."
        case .venueEvent: "What happened at the venue to an order or a position."
        case .venueBooks:
            "The executor asks what the venue holds of a pair and has open of it, or what the balance is."
        case .venueHolding:
            "What the venue holds of a pair; each order that is open there was told before, as an event."
        case .heartbeat:
            "A process is alive, four times a second of wall time. Hosts say and hear it, stages don't."
        case .progress:
            "A process has handled everything up to a clock's time, so that a replay never runs ahead."
        case .skipped:
            "A close on which L2 sent no signal, and why, where that changed: for people; nobody acts on it."
        case .reasoning:
            "Why one strategy voted as it did in a decision that led to a signal; it comes before its plan."
        case .riskDecision:
            "What the risk manager answered on an entry, and what it saw: a copy; nobody acts on it."
        case .mark: "The mark price of a perpetual contract, and the funding that is due next; live alone."
        }
    }
}
