import Exchanges
import Market
import Messages

/// The start, and what is asked for by HTTP.
extension BinanceFeedCore {
    /// A request that concerns one symbol is given up after so many failures; the start never is.
    private static let failureLimit = 6

    /// Takes an answer, whatever its status.
    mutating func take(
        _ response: HTTPResponse, to request: Requests<RestPaths>.UnderWay, at moment: Moment
    ) {
        guard response.status == 200 else {
            refused(response, request, at: moment)
            return
        }
        do throws(FeedProblem) {
            try take(response.body, to: request, at: moment)
        } catch {
            let asked = words(request.wish)
            telling.complain("got an answer to \(asked) that can't be used: \(error)")
            retry(request, why: "the answer can't be used", at: moment)
        }
    }

    private mutating func take(
        _ body: [UInt8], to request: Requests<RestPaths>.UnderWay, at moment: Moment
    ) throws(FeedProblem) {
        switch request.wish {
        case .time:
            clock.take(try RestReader(json).time(body), askedAt: request.askedAt, answeredAt: moment)
            if start.phase == .clock { begin(.symbols) }
        case .symbols: try takeSymbols(body, at: moment)
        case .history(let symbol, let from):
            try takeHistory(body, of: symbol, from: from, request, at: moment)
        case .candles(let symbol, let from):
            try takeCandles(body, of: symbol, from: from, request, at: moment)
        case .trades(let symbol, _, _): try takeTrades(body, of: symbol, at: moment)
        case .snapshot(let symbol):
            let isHeard = streams.state(StreamTable.place(symbol, .depth)) == .live
            guard books.isWaiting(symbol), isHeard else { return }
            if try !takeSnapshot(body, of: symbol, at: moment) {
                retry(request, why: "the snapshot is older than the stream", at: moment)
            }
        case .check(let symbol, _): try check(body, of: symbol, at: moment)
        }
    }

    /// The exchange answered with an error: it may want to be left in peace for a while.
    private mutating func refused(
        _ response: HTTPResponse, _ request: Requests<RestPaths>.UnderWay, at moment: Moment
    ) {
        let refusal = RestReader(json).refusal(response.body)
        if let seconds = requests.pause(after: response, at: moment, clock) {
            telling.note("may ask nothing for \(seconds) s (status \(response.status): \(refusal))")
        }
        retry(request, why: "status \(response.status) \(refusal)", at: moment)
    }

    /// Asks once more, or gives up what concerns one symbol's past alone.
    mutating func retry(_ request: Requests<RestPaths>.UnderWay, why: String, at moment: Moment) {
        let failures = request.failures
        if failures == 0 { telling.note("could not get \(words(request.wish)): \(why)") }
        guard failures >= Self.failureLimit else {
            requests.retry(request, at: moment, &chance)
            return
        }
        switch request.wish {
        case .time, .symbols, .snapshot: requests.retry(request, at: moment, &chance)
        case .history(let symbol, _):
            telling.note("begins without history of \(instruments.name(symbol)): \(why)")
            historyCame(of: symbol, at: moment)
        case .candles(let symbol, _): endCandles(of: symbol, at: moment)
        case .trades(let symbol, _, _): endFill(of: symbol, gaveUp: true, at: moment)
        case .check: break
        }
    }

    /// What is asked for, for a person.
    private func words(_ wish: Wish) -> String {
        let name = wish.symbol.map { instruments.name($0) } ?? ""
        switch wish {
        case .time: return "the exchange's time"
        case .symbols: return "the exchange's symbols"
        case .history: return "the history of \(name)"
        case .candles: return "missed candles of \(name)"
        case .trades: return "missed trades of \(name)"
        case .snapshot: return "the book of \(name)"
        case .check: return "a candle of \(name) to compare"
        }
    }
}

extension BinanceFeedCore {
    /// Begins a step of the start.
    mutating func begin(_ phase: StartUp.Phase) {
        start.phase = phase
        if phase == .clock { requests.want(.time) }
        if phase == .symbols { requests.want(.symbols) }
    }

    /// Looks for each symbol in the exchange's list: those that don't trade are told and left out.
    private mutating func takeSymbols(_ body: [UInt8], at moment: Moment) throws(FeedProblem) {
        var status: [String?] = Array(repeating: nil, count: instruments.count)
        let table = NameTable(instruments.instruments.map(\.exchangeName))
        try RestReader(json).symbols(body) { name, state in
            if let index = table.index(of: name) { status[index] = FieldText.excerpt(state) }
        }
        if let limit = try RestReader(json).weightLimit(body) { requests.take(weightLimit: limit) }
        guard start.phase == .symbols, hasPairs(status, at: moment) else { return }
        start.phase = .history
        let span = TimeSpan.minutes(Int64(max(0, settings.historyCandles)))
        let from = clock.now(moment).floor(to: Candles.length.span) - span
        start.missing = isWanted.count { $0 }
        for symbol in instruments.symbols where isWanted[symbol.int] && settings.historyCandles > 0 {
            requests.want(.history(symbol, from: from))
        }
        if start.missing == 0 || settings.historyCandles <= 0 { run(at: moment) }
    }

    /// Whether a pair trades; those that don't are left out. Where all stand still, as while the exchange is
    /// mended, it asks again.
    private mutating func hasPairs(_ status: [String?], at moment: Moment) -> Bool {
        guard status.contains("TRADING") else {
            start.knowsNoPair = status.allSatisfy { $0 == nil }
            let states = Set(status.map { $0 ?? "unknown" }).sorted().joined(separator: " or ")
            telling.note("finds no pair that trades (all are \(states)), and asks again in a minute")
            requests.want(.symbols, notBefore: moment.monotonic + 60_000_000_000)
            return false
        }
        start.knowsNoPair = false
        for symbol in instruments.symbols {
            switch status[symbol.int] {
            case "TRADING": break
            case let state?: leaveOut(symbol, "is \(state) there, not TRADING")
            case nil: leaveOut(symbol, "is unknown there")
            }
        }
        return true
    }

    private mutating func leaveOut(_ symbol: SymbolID, _ why: String) {
        isWanted[symbol.int] = false
        telling.note("leaves \(instruments.name(symbol)) out: it \(why)")
    }

    private mutating func takeHistory(
        _ body: [UInt8], of symbol: SymbolID, from: Timestamp, _ request: Requests<RestPaths>.UnderWay,
        at moment: Moment
    ) throws(FeedProblem) {
        let found = try closedCandles(body, of: symbol, from: from, request)
        start.history += found.closed
        if let last = found.closed.last { candles.begin(symbol, after: last.openTime) }
        guard found.isFull, let last = found.closed.last else {
            historyCame(of: symbol, at: moment)
            return
        }
        requests.want(.history(symbol, from: last.closeTime))
    }

    private mutating func historyCame(of symbol: SymbolID, at moment: Moment) {
        start.missing -= 1
        if start.missing == 0 { run(at: moment) }
    }

    /// All is there to begin with: connects.
    private mutating func run(at moment: Moment) {
        start.phase = .running
        start.history.sort { ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol) }
        let single = settings.singleTrades
        let routes: [Route] = settings.market == .spot ? [.publicStreams] : [.publicStreams, .marketStreams]
        let order = Self.order(instruments)
        let symbols = instruments.symbols.filter { isWanted[$0.int] }.sorted { order[$0.int] < order[$1.int] }
        let wanted = routes.map { route in
            let carried = kinds.filter { settings.market == .spot || $0.route(singleTrades: single) == route }
            let places = symbols.flatMap { symbol in
                carried.map { StreamTable.place(symbol, $0) }
            }
            return (route, places)
        }
        connections.begin(wanted.filter { !$0.1.isEmpty }, at: moment.monotonic)
        connections.wake(at: moment.monotonic)
    }
}

extension BinanceFeedCore {
    /// The closed candles of an answer, by rising open times from the one asked for on, and whether there
    /// may be more. An answer was made at any time since it was asked for: a candle that ended after that may
    /// not have been whole.
    private func closedCandles(
        _ body: [UInt8], of symbol: SymbolID, from: Timestamp, _ request: Requests<RestPaths>.UnderWay
    ) throws(FeedProblem) -> (closed: [Kline], isFull: Bool) {
        var closed: [Kline] = []
        var count: Int64 = 0
        let made = clock.atLeast(request.askedAt)
        try RestReader(json).candles(body, of: symbol, Candles.length) { kline in
            count += 1
            let newest = closed.last?.openTime ?? from - Candles.length.span
            if kline.closeTime <= made, kline.openTime > newest { closed.append(kline) }
        }
        return (closed, count >= RestPaths.pageLimit)
    }

    private mutating func takeCandles(
        _ body: [UInt8], of symbol: SymbolID, from: Timestamp, _ request: Requests<RestPaths>.UnderWay,
        at moment: Moment
    ) throws(FeedProblem) {
        let found = try closedCandles(body, of: symbol, from: from, request)
        klineParts.removeAll(keepingCapacity: true)
        for kline in found.closed { candles.take(filled: kline, into: &klineParts) }
        for part in klineParts { tell(.kline(part), at: max(clock.now(moment), part.closeTime)) }
        guard found.isFull, let last = found.closed.last else {
            endCandles(of: symbol, at: moment)
            return
        }
        requests.want(.candles(symbol, from: last.closeTime))
    }

    /// What missing candles there were to be had was had.
    mutating func endCandles(of symbol: SymbolID, at moment: Moment) {
        klineParts.removeAll(keepingCapacity: true)
        candles.endFill(
            symbol, askAgainAt: moment.monotonic + 2 * settings.candleGrace, into: &klineParts)
        for part in klineParts { tell(.kline(part), at: max(clock.now(moment), part.closeTime)) }
    }

    private mutating func check(_ body: [UInt8], of symbol: SymbolID, at moment: Moment) throws(FeedProblem) {
        var own: Kline?
        try RestReader(json).candles(body, of: symbol, Candles.length) { own = own ?? $0 }
        guard let own, let difference = candles.check(own) else { return }
        telling.note("\(instruments.name(symbol))'s candle of \(own.openTime) \(difference)")
    }
}
