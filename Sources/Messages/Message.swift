import Market
import Wire

/// Everything that can be said: one enum of plain structs, at most 128 bytes, so that a message is a
/// copy of memory and nothing is counted or allocated (a test holds both).
public enum Message: BitwiseCopyable, Sendable, Hashable {
    case ticker(Ticker)
    case kline(Kline)
    case trade(Trade)
    case depth(Depth)
    case feedHealth(FeedHealth)
    case clock(Clock)
    case strategyUpdate(StrategyUpdate)
    case drift(Drift)
    case tacticTargets(TacticTargets)
    case executionPlan(ExecutionPlan)
    case signal(Signal)
    case order(OrderIntent)
    case report(ExecutionReport)
    case alert(RiskAlert)
    case riskAlert(RiskAlert)
    case pnlUpdate(PnLUpdate)
    case fill(Fill)
    case orderState(OrderState)
    case account(Account)
    case riskCheck(RiskCheck)
    case riskVerdict(RiskVerdict)
    case submit(SubmitOrder)
    case submitAnswer(SubmitAnswer)
    case cancel(CancelOrder)
    case orderQuery(OrderQuery)
    case halt(HaltCommand)
    case resume(HaltCommand)
    case acknowledge(Acknowledge)
    case place(OrderIntent)
    case venueCancel(CancelOrder)
    case venueQuery(OrderQuery)
    case venueAnswer(VenueAnswer)
    case venueEvent(VenueEvent)
    case venueBooks(BooksQuery)
    case venueHolding(VenueHolding)
    case heartbeat(Heartbeat)
    case progress(Heartbeat)
    case skipped(Skipped)
    case reasoning(StrategyReasoning)
    case riskDecision(RiskDecision)
    case mark(ContractMark)
}

extension Message {
    /// The tag.
    public var kind: MessageKind {  // tidy-ok: a line a kind
        switch self {
        case .ticker: .ticker
        case .kline: .kline
        case .trade: .trade
        case .depth: .depth
        case .feedHealth: .feedHealth
        case .clock: .clock
        case .strategyUpdate: .strategyUpdate
        case .drift: .drift
        case .tacticTargets: .tacticTargets
        case .executionPlan: .executionPlan
        case .signal: .signal
        case .order: .order
        case .report: .report
        case .alert: .alert
        case .riskAlert: .riskAlert
        case .pnlUpdate: .pnlUpdate
        case .fill: .fill
        case .orderState: .orderState
        case .account: .account
        case .riskCheck: .riskCheck
        case .riskVerdict: .riskVerdict
        case .submit: .submit
        case .submitAnswer: .submitAnswer
        case .cancel: .cancel
        case .orderQuery: .orderQuery
        case .halt: .halt
        case .resume: .resume
        case .acknowledge: .acknowledge
        case .place: .place
        case .venueCancel: .venueCancel
        case .venueQuery: .venueQuery
        case .venueAnswer: .venueAnswer
        case .venueEvent: .venueEvent
        case .venueBooks: .venueBooks
        case .venueHolding: .venueHolding
        case .heartbeat: .heartbeat
        case .progress: .progress
        case .skipped: .skipped
        case .reasoning: .reasoning
        case .riskDecision: .riskDecision
        case .mark: .mark
        }
    }

    /// The message of a kind before a decoder fills it.
    public init(_ kind: MessageKind) {  // tidy-ok: a line a kind
        switch kind {
        case .ticker: self = .ticker(Ticker())
        case .kline: self = .kline(Kline())
        case .trade: self = .trade(Trade())
        case .depth: self = .depth(Depth())
        case .feedHealth: self = .feedHealth(FeedHealth())
        case .clock: self = .clock(Clock())
        case .strategyUpdate: self = .strategyUpdate(StrategyUpdate())
        case .drift: self = .drift(Drift())
        case .tacticTargets: self = .tacticTargets(TacticTargets())
        case .executionPlan: self = .executionPlan(ExecutionPlan())
        case .signal: self = .signal(Signal())
        case .order: self = .order(OrderIntent())
        case .report: self = .report(ExecutionReport())
        case .alert: self = .alert(RiskAlert())
        case .riskAlert: self = .riskAlert(RiskAlert())
        case .pnlUpdate: self = .pnlUpdate(PnLUpdate())
        case .fill: self = .fill(Fill())
        case .orderState: self = .orderState(OrderState())
        case .account: self = .account(Account())
        case .riskCheck: self = .riskCheck(RiskCheck())
        case .riskVerdict: self = .riskVerdict(RiskVerdict())
        case .submit: self = .submit(SubmitOrder())
        case .submitAnswer: self = .submitAnswer(SubmitAnswer())
        case .cancel: self = .cancel(CancelOrder())
        case .orderQuery: self = .orderQuery(OrderQuery())
        case .halt: self = .halt(HaltCommand())
        case .resume: self = .resume(HaltCommand())
        case .acknowledge: self = .acknowledge(Acknowledge())
        case .place: self = .place(OrderIntent())
        case .venueCancel: self = .venueCancel(CancelOrder())
        case .venueQuery: self = .venueQuery(OrderQuery())
        case .venueAnswer: self = .venueAnswer(VenueAnswer())
        case .venueEvent: self = .venueEvent(VenueEvent())
        case .venueBooks: self = .venueBooks(BooksQuery())
        case .venueHolding: self = .venueHolding(VenueHolding())
        case .heartbeat: self = .heartbeat(Heartbeat())
        case .progress: self = .progress(Heartbeat())
        case .skipped: self = .skipped(Skipped())
        case .reasoning: self = .reasoning(StrategyReasoning())
        case .riskDecision: self = .riskDecision(RiskDecision())
        case .mark: self = .mark(ContractMark())
        }
    }

    /// Walks over the fields of whichever struct it holds.
    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {  // tidy-ok: 3 lines a kind
        switch self {
        case .ticker(var fields):
            try fields.visit(with: &visitor)
            self = .ticker(fields)
        case .kline(var fields):
            try fields.visit(with: &visitor)
            self = .kline(fields)
        case .trade(var fields):
            try fields.visit(with: &visitor)
            self = .trade(fields)
        case .depth(var fields):
            try fields.visit(with: &visitor)
            self = .depth(fields)
        case .feedHealth(var fields):
            try fields.visit(with: &visitor)
            self = .feedHealth(fields)
        case .clock(var fields):
            try fields.visit(with: &visitor)
            self = .clock(fields)
        case .strategyUpdate(var fields):
            try fields.visit(with: &visitor)
            self = .strategyUpdate(fields)
        case .drift(var fields):
            try fields.visit(with: &visitor)
            self = .drift(fields)
        case .tacticTargets(var fields):
            try fields.visit(with: &visitor)
            self = .tacticTargets(fields)
        case .executionPlan(var fields):
            try fields.visit(with: &visitor)
            self = .executionPlan(fields)
        case .signal(var fields):
            try fields.visit(with: &visitor)
            self = .signal(fields)
        case .order(var fields):
            try fields.visit(with: &visitor)
            self = .order(fields)
        case .report(var fields):
            try fields.visit(with: &visitor)
            self = .report(fields)
        case .alert(var fields):
            try fields.visit(with: &visitor)
            self = .alert(fields)
        case .riskAlert(var fields):
            try fields.visit(with: &visitor)
            self = .riskAlert(fields)
        case .pnlUpdate(var fields):
            try fields.visit(with: &visitor)
            self = .pnlUpdate(fields)
        case .fill(var fields):
            try fields.visit(with: &visitor)
            self = .fill(fields)
        case .orderState(var fields):
            try fields.visit(with: &visitor)
            self = .orderState(fields)
        case .account(var fields):
            try fields.visit(with: &visitor)
            self = .account(fields)
        case .riskCheck(var fields):
            try fields.visit(with: &visitor)
            self = .riskCheck(fields)
        case .riskVerdict(var fields):
            try fields.visit(with: &visitor)
            self = .riskVerdict(fields)
        case .submit(var fields):
            try fields.visit(with: &visitor)
            self = .submit(fields)
        case .submitAnswer(var fields):
            try fields.visit(with: &visitor)
            self = .submitAnswer(fields)
        case .cancel(var fields):
            try fields.visit(with: &visitor)
            self = .cancel(fields)
        case .orderQuery(var fields):
            try fields.visit(with: &visitor)
            self = .orderQuery(fields)
        case .halt(var fields):
            try fields.visit(with: &visitor)
            self = .halt(fields)
        case .resume(var fields):
            try fields.visit(with: &visitor)
            self = .resume(fields)
        case .acknowledge(var fields):
            try fields.visit(with: &visitor)
            self = .acknowledge(fields)
        case .place(var fields):
            try fields.visit(with: &visitor)
            self = .place(fields)
        case .venueCancel(var fields):
            try fields.visit(with: &visitor)
            self = .venueCancel(fields)
        case .venueQuery(var fields):
            try fields.visit(with: &visitor)
            self = .venueQuery(fields)
        case .venueAnswer(var fields):
            try fields.visit(with: &visitor)
            self = .venueAnswer(fields)
        case .venueEvent(var fields):
            try fields.visit(with: &visitor)
            self = .venueEvent(fields)
        case .venueBooks(var fields):
            try fields.visit(with: &visitor)
            self = .venueBooks(fields)
        case .venueHolding(var fields):
            try fields.visit(with: &visitor)
            self = .venueHolding(fields)
        case .heartbeat(var fields):
            try fields.visit(with: &visitor)
            self = .heartbeat(fields)
        case .progress(var fields):
            try fields.visit(with: &visitor)
            self = .progress(fields)
        case .skipped(var fields):
            try fields.visit(with: &visitor)
            self = .skipped(fields)
        case .reasoning(var fields):
            try fields.visit(with: &visitor)
            self = .reasoning(fields)
        case .riskDecision(var fields):
            try fields.visit(with: &visitor)
            self = .riskDecision(fields)
        case .mark(var fields):
            try fields.visit(with: &visitor)
            self = .mark(fields)
        }
    }

    /// The symbol it is about; `none` where it is about none.
    public var symbol: SymbolID {
        switch self {
        case .ticker(let fields): fields.symbol
        case .kline(let fields): fields.symbol
        case .trade(let fields): fields.symbol
        case .depth(let fields): fields.symbol
        case .feedHealth(let fields): fields.symbol
        case .strategyUpdate(let fields): fields.symbol
        case .drift(let fields): fields.symbol
        case .tacticTargets(let fields): fields.symbol
        case .executionPlan(let fields): fields.symbol
        case .signal(let fields): fields.symbol
        case .order(let fields): fields.symbol
        case .report(let fields): fields.symbol
        case .alert(let fields): fields.symbol
        case .riskAlert(let fields): fields.symbol
        case .pnlUpdate(let fields): fields.symbol
        case .fill(let fields): fields.symbol
        case .orderState(let fields): fields.symbol
        case .account(let fields): fields.symbol
        case .riskCheck(let fields): fields.intent.symbol
        case .submit(let fields): fields.intent.symbol
        case .cancel(let fields): fields.symbol
        case .orderQuery(let fields): fields.symbol
        case .place(let fields): fields.symbol
        case .venueCancel(let fields): fields.symbol
        case .venueQuery(let fields): fields.symbol
        case .venueEvent(let fields): fields.symbol
        case .venueBooks(let fields): fields.symbol
        case .venueHolding(let fields): fields.symbol
        case .skipped(let fields): fields.symbol
        case .reasoning(let fields): fields.symbol
        case .riskDecision(let fields): fields.symbol
        case .mark(let fields): fields.symbol
        case .clock, .riskVerdict, .submitAnswer, .halt, .resume, .acknowledge, .venueAnswer, .heartbeat,
            .progress: .none
        }
    }
}
