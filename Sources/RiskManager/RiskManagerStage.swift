import Configuration
import Market
import Messages
import RiskMath
import RiskRules
import Stages

/// The risk manager: judges entries beside everything that is open or reserved, watches the day's
/// drawdown, tells profit and loss, and holds the kill switch.
public struct RiskManagerStage: Stage, HaltReporting {
    public static let rank = ProcessRank.riskManager

    let settings: Settings
    var account = AccountBook()
    /// By symbol.
    var books: [SymbolBook]
    var reservations: [Reservation] = []
    var entries: [OpenEntry] = []
    var stops: [RestingStop] = []
    var correlation: PairCorrelation
    /// What the rules look at, filled anew for each check: room to work in, no state.
    var view: PortfolioView

    public init(settings: Settings) {
        self.settings = settings
        books = Array(repeating: SymbolBook(), count: settings.instruments.count)
        correlation = PairCorrelation(of: settings.instruments)
        view = PortfolioView(symbols: books.count)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message:
            hear(input, &effects)
        case .request(let id, let message):
            answer(id, message, input, &effects)
        case .joined:
            if account.isRestarted { account.entriesFrom = .never }
            tellKeptHalt(&effects)
        case .endOfData:
            storeDay(&effects)
        case .link(let rank, let state):
            // What is over by now is not kept for the one who is gone.
            forget(at: input.time)
            account.missing.note(rank, state)
            let isCounted = DegradationCatalogue.requires(.keepReserved, of: Self.rank, on: .gone(rank))
            if isCounted, state == .up { expectWords(at: input.time) }
        case .answered, .unanswered, .woken:
            break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline): hear(kline, input, &effects)
        case .ticker(let ticker): hear(ticker, input, &effects)
        case .clock: advance(input, &effects)
        case .feedHealth(let health): hear(health, input, &effects)
        case .strategyUpdate(let update): hear(update)
        case .tacticTargets(let targets): hear(targets)
        case .fill(let fill): hear(fill, input, &effects)
        case .orderState(let state): hear(state, at: input.time)
        case .account(let row): hear(row, input, &effects)
        default: break
        }
    }

    private mutating func answer(
        _ id: RequestID, _ message: Message, _ input: Envelope, _ effects: inout Effects
    ) {
        switch message {
        case .riskCheck(let check): judge(check, id, input, &effects)
        case .halt(let command): halt(command, id, input, &effects)
        case .resume(let command): resume(command, id, input, &effects)
        default: break
        }
    }

    /// Whether a symbol has a book here.
    func knows(_ symbol: SymbolID) -> Bool { symbol.int < books.count }

    public mutating func recover(_ record: Record) {
        switch record {
        case .halt(let halt): account.halt = halt
        case .day(let day): account.day = day
        default: return
        }
        account.isRestarted = true
    }

    public func save(into writer: inout StateWriter) {
        writer.write(account)
        writer.write(books)
        writer.write(reservations)
        writer.write(entries)
        writer.write(stops)
        writer.write(correlation)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        account = try reader.read()
        books = try reader.readArray(count: books.count)
        reservations = try reader.readArray()
        entries = try reader.readArray()
        stops = try reader.readArray()
        correlation = try reader.read()
    }
}
