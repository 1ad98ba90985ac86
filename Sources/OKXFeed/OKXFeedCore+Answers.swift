import Exchanges
import Market
import Messages

/// The start, and what is asked for by HTTP.
extension OKXFeedCore {
    /// A request that concerns one symbol is given up after so many failures; the start never is.
    private static let failureLimit = 6

    /// Begins a step of the start.
    mutating func begin(_ phase: StartUp.Phase) {
        start.phase = phase
        if phase == .clock { requests.want(.time) }
        if phase == .symbols { requests.want(.instruments) }
    }

    /// Takes an answer, whatever its status.
    mutating func take(
        _ response: HTTPResponse, to request: Requests<OKXPaths>.UnderWay, at moment: Moment
    ) {
        let answer = OKXAnswer(response.body, json)
        if let seconds = requests.pause(after: response, at: moment, clock) {
            telling.note("may ask nothing for \(seconds) s (status \(response.status))")
        }
        if response.status != 200 || answer.refusal != nil {
            retry(request, why: "status \(response.status) \(answer.refusal ?? "")", at: moment)
            return
        }
        do throws(FeedProblem) {
            try take(answer, to: request, at: moment)
        } catch {
            let asked = words(request.wish)
            telling.complain("got an answer to \(asked) that can't be used: \(error)")
            retry(request, why: "the answer can't be used", at: moment)
        }
    }

    private mutating func take(
        _ answer: OKXAnswer, to request: Requests<OKXPaths>.UnderWay, at moment: Moment
    ) throws(FeedProblem) {
        switch request.wish {
        case .time:
            clock.take(try answer.time(), askedAt: request.askedAt, answeredAt: moment)
            if start.phase == .clock { begin(.symbols) }
        case .instruments: try takeInstruments(answer, at: moment)
        case .history(let symbol, let from, _):
            try takeHistory(answer, of: symbol, from: from, request, at: moment)
        case .candles(let symbol, let from):
            try takeCandles(answer, of: symbol, from: from, request, at: moment)
        case .check(let symbol, _):
            let own = try answer.candles(symbol).first
            guard let own, let difference = candles.check(own) else { return }
            telling.note("\(instruments.name(symbol))'s candle of \(own.openTime) \(difference)")
        }
    }

    /// Asks once more, or gives up what concerns one symbol's past alone.
    mutating func retry(_ request: Requests<OKXPaths>.UnderWay, why: String, at moment: Moment) {
        if request.failures == 0 { telling.note("could not get \(words(request.wish)): \(why)") }
        guard request.failures >= Self.failureLimit else {
            requests.retry(request, at: moment, &chance)
            return
        }
        switch request.wish {
        case .time, .instruments: requests.retry(request, at: moment, &chance)
        case .history(let symbol, _, _):
            telling.note("begins without history of \(instruments.name(symbol)): \(why)")
            historyCame(at: moment)
        case .candles(let symbol, _): endCandles(of: symbol, at: moment)
        case .check: break
        }
    }

    /// What is asked for, for a person.
    private func words(_ wish: OKXWish) -> String {
        let name = wish.symbol.map { instruments.name($0) } ?? ""
        switch wish {
        case .time: return "the exchange's time"
        case .instruments: return "the exchange's instruments"
        case .history: return "the history of \(name)"
        case .candles: return "missed candles of \(name)"
        case .check: return "a candle of \(name) to compare"
        }
    }
}

extension OKXFeedCore {
    /// Looks for each pair in the exchange's list: those that don't trade are told and left out.
    private mutating func takeInstruments(_ answer: OKXAnswer, at moment: Moment) throws(FeedProblem) {
        var states: [String?] = Array(repeating: nil, count: instruments.count)
        let table = channels
        try answer.instruments { name, state in
            if let symbol = table.symbol(named: name) { states[symbol.int] = FieldText.excerpt(state) }
        }
        guard start.phase == .symbols else { return }
        guard states.contains("live") else {
            start.knowsNoPair = states.allSatisfy { $0 == nil }
            telling.note("finds no pair that trades, and asks again in a minute")
            requests.want(.instruments, notBefore: moment.monotonic + 60_000_000_000)
            return
        }
        start.knowsNoPair = false
        for symbol in instruments.symbols where states[symbol.int] != "live" {
            isWanted[symbol.int] = false
            let state = states[symbol.int].map { "is \($0) there, not live" } ?? "is unknown there"
            telling.note("leaves \(instruments.name(symbol)) out: it \(state)")
        }
        askForHistory(at: moment)
    }

    private mutating func askForHistory(at moment: Moment) {
        start.phase = .history
        let span = TimeSpan.minutes(Int64(max(0, settings.historyCandles)))
        let from = clock.now(moment).floor(to: Candles.length.span) - span
        let symbols = instruments.symbols.filter { isWanted[$0.int] }
        start.missing = symbols.count
        guard settings.historyCandles > 0 else { return run(at: moment) }
        for symbol in symbols { askForHistory(of: symbol, from: from, at: moment) }
    }

    private mutating func askForHistory(of symbol: SymbolID, from: Timestamp, at moment: Moment) {
        let isOld = from < clock.now(moment) - OKXPaths.recent
        requests.want(.history(symbol, from: from, isOld: isOld))
    }

    private mutating func takeHistory(
        _ answer: OKXAnswer, of symbol: SymbolID, from: Timestamp,
        _ request: Requests<OKXPaths>.UnderWay, at moment: Moment
    ) throws(FeedProblem) {
        let (closed, next) = try closedCandles(answer, of: symbol, from: from, request)
        start.history += closed
        if let last = closed.last { candles.begin(symbol, after: last.openTime) }
        if let next {
            askForHistory(of: symbol, from: next, at: moment)
        } else {
            historyCame(at: moment)
        }
    }

    private mutating func historyCame(at moment: Moment) {
        start.missing -= 1
        if start.missing == 0 { run(at: moment) }
    }

    /// All is there to begin with: connects.
    private mutating func run(at moment: Moment) {
        start.phase = .running
        start.history.sort { ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol) }
        let symbols = instruments.symbols.filter { isWanted[$0.int] }
        for (isBusiness, url) in [
            (false, settings.addresses.publicChannels), (true, settings.addresses.businessChannels),
        ] {
            let places = symbols.flatMap { symbol in
                Channel.allCases.filter { $0.isBusiness == isBusiness }.map { ChannelTable.place(symbol, $0) }
            }
            lines.begin(url, places, at: moment.monotonic)
        }
        lines.wake(at: moment.monotonic)
    }

    /// The closed candles of a page from the one asked for on, and where the next page begins, if there may
    /// be one. An answer was made at any time since it was asked for: a candle that ended after that may
    /// not have been whole.
    private func closedCandles(
        _ answer: OKXAnswer, of symbol: SymbolID, from: Timestamp, _ request: Requests<OKXPaths>.UnderWay
    ) throws(FeedProblem) -> (closed: [Kline], next: Timestamp?) {
        let made = clock.atLeast(request.askedAt)
        let end = OKXPaths.end(of: request.wish) ?? from
        let closed = try answer.candles(symbol).filter {
            $0.closeTime <= made && $0.openTime >= from && $0.openTime < end
        }
        return (closed, end < made ? end : nil)
    }

    private mutating func takeCandles(
        _ answer: OKXAnswer, of symbol: SymbolID, from: Timestamp,
        _ request: Requests<OKXPaths>.UnderWay, at moment: Moment
    ) throws(FeedProblem) {
        let (closed, next) = try closedCandles(answer, of: symbol, from: from, request)
        klineParts.removeAll(keepingCapacity: true)
        for kline in closed { candles.take(filled: kline, into: &klineParts) }
        for part in klineParts { tell(.kline(part), at: max(clock.now(moment), part.closeTime)) }
        if let next {
            requests.want(.candles(symbol, from: next))
        } else {
            endCandles(of: symbol, at: moment)
        }
    }

    /// What missing candles there were to be had was had.
    mutating func endCandles(of symbol: SymbolID, at moment: Moment) {
        klineParts.removeAll(keepingCapacity: true)
        candles.endFill(
            symbol, askAgainAt: moment.monotonic + 2 * settings.candleGrace, into: &klineParts)
        for part in klineParts { tell(.kline(part), at: max(clock.now(moment), part.closeTime)) }
    }
}
