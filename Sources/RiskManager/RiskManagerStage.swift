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
    private(set) var books: AccountBooks
    private(set) var day = DayWatch()
    private(set) var terms: EntryTerms
    var commitments: Commitments
    private(set) var correlation: PairCorrelation
    private(set) var readiness = Readiness()
    private(set) var halt = HaltSwitch()
    /// Event time at which the next `pnl_update` is due.
    private var nextPnL = Timestamp.zero
    /// What the rules look at, filled anew for each check: room to work in, no state.
    var view: PortfolioView

    public init(settings: Settings) {
        self.settings = settings
        books = AccountBooks(settings)
        terms = EntryTerms(settings)
        commitments = Commitments(settings)
        correlation = PairCorrelation(of: settings.instruments)
        view = PortfolioView(symbols: settings.instruments.count)
    }

    /// Whether trading is halted here, why and since when.
    public var haltRecord: HaltRecord { halt.record }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message:
            hear(input, &effects)
        case .request(let id, let message):
            answer(id, message, input, &effects)
        case .joined:
            readiness.join()
            halt.tellKept(&effects)
        case .endOfData:
            day.store(&effects)
        case .link(let rank, let state):
            // What is over by now is not kept for the one who is gone.
            forget(at: input.time)
            readiness.note(rank, state)
            let isCounted = DegradationCatalogue.requires(.keepReserved, of: Self.rank, on: .gone(rank))
            if isCounted, state == .up { commitments.expectWords(at: input.time) }
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
        case .strategyUpdate(let update): if books.knows(update.symbol) { terms.hear(update) }
        case .tacticTargets(let targets): if books.knows(targets.symbol) { terms.hear(targets) }
        case .fill(let fill): hear(fill, input, &effects)
        case .orderState(let state):
            guard books.knows(state.symbol) else { return }
            commitments.hear(state, price: books[state.symbol].price, at: input.time)
        case .account(let row): books.hear(row, word: input.id)
        default: break
        }
    }

    private mutating func answer(
        _ id: RequestID, _ message: Message, _ input: Envelope, _ effects: inout Effects
    ) {
        switch message {
        case .riskCheck(let check): judge(check, id, input, &effects)
        case .halt(let command): halt.halt(command, id, at: input.time, &effects)
        case .resume(let command): halt.resume(command, id, at: input.time, &effects)
        default: break
        }
    }

    /// Counts approvals no more that are over.
    mutating func forget(at time: Timestamp) {
        commitments.forget(at: time, keepingReserved: readiness.keepsReserved)
    }

    // MARK: - The market and the account

    private mutating func hear(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        guard books.knows(kline.symbol), kline.interval == .m1 else { return }
        correlation.update(kline)
        books.mark(kline.symbol, at: kline.close)
        advance(input, &effects, after: kline.symbol)
    }

    private mutating func hear(_ ticker: Ticker, _ input: Envelope, _ effects: inout Effects) {
        guard books.knows(ticker.symbol) else { return }
        let hasBook = ticker.bid.present != nil
        terms.note(ticker.symbol, isOnTicks: hasBook)
        guard hasBook else { return }
        books.mark(ticker.symbol, at: ticker.last)
        advance(input, &effects)
    }

    private mutating func hear(_ health: FeedHealth, _ input: Envelope, _ effects: inout Effects) {
        guard books.knows(health.symbol) else { return }
        guard terms.hear(health), !books.isFlat(health.symbol), !input.isWarmUp else { return }
        // What is held is worth what it was then, until somebody closes it.
        var alert = RiskAlert()
        alert.symbol = health.symbol
        alert.severity = .warning
        alert.halted = halt.record.halted
        alert.reason = health.end
        effects.publish(.riskAlert(alert))
    }

    /// A fill changes the books, and what was pending shrinks by what was filled.
    private mutating func hear(_ fill: Fill, _ input: Envelope, _ effects: inout Effects) {
        guard books.book(fill, word: input.id) else { return }
        if fill.purpose == .entry {
            commitments.hear(fill, price: books[fill.symbol].price, at: input.time)
        }
        guard !input.isWarmUp, books.wallet.isKnown else { return }
        watchDay(input.time, &effects)
        halt.watch(HardLimits.breach(in: books.held, by: settings), at: input.time, &effects)
        publishPnL(&effects)
        if books.isFlat(fill.symbol) {
            effects.publish(.pnlUpdate(books.pnl(of: fill.symbol, on: day.record)))
        }
    }

    // MARK: - Time

    /// What the passing of event time brings: a new day, a halt by drawdown, the minute's profit and
    /// loss. The latter waits for the last symbol's candle of the minute, so that all marks are of one
    /// time, but not beyond the next event.
    private mutating func advance(
        _ input: Envelope, _ effects: inout Effects, after symbol: SymbolID = .none
    ) {
        guard !input.isWarmUp else { return }
        readiness.advance(to: input.time, approvalLife: settings.risk.approvalOnKlines)
        guard books.wallet.isKnown else { return }
        watchDay(input.time, &effects)
        guard input.time >= nextPnL, symbol.int == books.symbols.count - 1 || input.time > nextPnL else {
            return
        }
        nextPnL = input.time.next(multipleOf: settings.risk.pnlPeriod)
        halt.watch(HardLimits.breach(in: books.held, by: settings), at: input.time, &effects)
        publishPnL(&effects)
    }

    /// Opens a new day at 00:00 UTC, follows its highest equity, and halts where the fall from it has
    /// reached its limit.
    private mutating func watchDay(_ time: Timestamp, _ effects: inout Effects) {
        if day.begin(at: time, equity: books.equity) { books.openDay() }
        day.follow(books.equity, at: time, &effects)
        if let reason = day.breach(books.equity, limit: settings.limits.maxDailyDrawdown) {
            halt.stop(reason, at: time, &effects)
        }
    }

    /// Tells profit and loss: one message for the account, one per symbol that holds something.
    private func publishPnL(_ effects: inout Effects) {
        effects.publish(.pnlUpdate(books.pnl(on: day.record)))
        for index in books.symbols where !books.isFlat(SymbolID(index)) {
            effects.publish(.pnlUpdate(books.pnl(of: SymbolID(index), on: day.record)))
        }
    }

    // MARK: - State

    public mutating func recover(_ record: Record) {
        switch record {
        case .halt(let record): halt.recover(record)
        case .day(let record): day.recover(record)
        default: return
        }
        readiness.noteRestart()
    }

    public func save(into writer: inout StateWriter) {
        books.save(into: &writer)
        writer.write(day)
        terms.save(into: &writer)
        commitments.save(into: &writer)
        writer.write(correlation)
        writer.write(readiness)
        writer.write(halt)
        writer.write(nextPnL)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        try books.restore(from: &reader)
        day = try reader.read()
        try terms.restore(from: &reader)
        try commitments.restore(from: &reader)
        correlation = try reader.read()
        readiness = try reader.read()
        halt = try reader.read()
        nextPnL = try reader.read()
    }
}
