import Configuration
import Market
import Messages
import Stages

/// The executor: keeps every order durable from before it is answered until the venue says how it
/// ended, and the books of what was filled.
///
/// - Nothing goes to the venue without an approval but what reduces; every order is checked again here
///   by the risk manager's own rules. Halts, a stale feed and reconciliation stop entries, never exits.
/// - The same order twice is placed once. An outcome that nobody told is unknown, and asked for.
/// - The venue's events are booked once each, whatever comes twice, late or in another order.
public struct ExecutorStage: Stage, HaltReporting {
    public static let rank = ProcessRank.executor

    let settings: Settings
    var ledger = OrderLedger()
    var books: Books
    var booked: BookedEvents
    var halt = HaltSwitch()
    var presence: Presence
    var reconciliation = Reconciliation()
    /// Why whoever keeps its stops lets nothing enter; told anew with each input.
    var alarm: Reason?

    /// Whether trading is halted here, why and since when.
    public var haltRecord: HaltRecord { halt.record }

    public init(settings: Settings) {
        self.settings = settings
        books = Books(settings)
        booked = BookedEvents(symbols: settings.instruments.count)
        presence = Presence(symbols: settings.instruments.count)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .request(let id, let message): serve(message, id, input.time, &effects)
        case .answered(let id, .venueAnswer(let answer)): hear(answer, to: id, input.time, &effects)
        case .answered(_, .venueHolding(let holding)): hear(holding, input.time, &effects)
        case .unanswered(let id, let why): missed(id, why, input.time, &effects)
        case .woken: askAgain(input.time, &effects)
        case .link(.venue, .up):
            presence.note(.venue, .up)
            reconcile(&effects)
        case .link(let rank, let state): note(rank, state, &effects)
        case .joined: join(&effects)
        case .answered, .endOfData: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline):
            books.mark(kline.symbol, at: kline.close)
            watchBooks(after: kline.symbol, input, &effects)
        case .ticker(let ticker):
            books.mark(ticker.symbol, at: ticker.last)
            watchBooks(after: ticker.symbol, input, &effects)
        case .venueEvent(let event):
            hear(event, input.time, &effects)
            if event.kind == .filled || event.kind == .funding {
                watchBooks(after: event.symbol, input, &effects)
            }
        case .riskAlert(let alert):
            if alert.halted, !input.isWarmUp { stop(alert.reason, by: alert.by, input.time, &effects) }
        case .feedHealth(let health): hear(health, input.time, &effects)
        default: break
        }
    }

    private mutating func serve(
        _ message: Message, _ id: RequestID, _ time: Timestamp, _ effects: inout Effects
    ) {
        switch message {
        case .submit(let order): submit(order, id, time, &effects)
        case .cancel(let order):
            if let late = Reason.lateness(of: order.expires, at: time) { return refuse(id, late, &effects) }
            cancel(order, id, &effects)
        case .orderQuery(let order): tell(order.clientOrderID, id, &effects)
        case .halt(let command):
            if let late = Reason.lateness(of: command.expires, at: time) { return refuse(id, late, &effects) }
            stop(Reason(command.code), by: command.by, time, &effects)
            acknowledge(id, .none, &effects)
        case .resume(let command):
            if let late = Reason.lateness(of: command.expires, at: time) { return refuse(id, late, &effects) }
            resume(command, id, time, &effects)
        default: break
        }
    }
}
