import Exchanges
import Market

/// What answers come to.
extension HistoryCore {
    typealias UnderWay = Requests<HistoryPaths>.UnderWay

    /// Takes an answer, whatever its status.
    mutating func take(_ response: HTTPResponse, to request: UnderWay, at moment: Moment) {
        guard response.status == 200 else { return refused(response, request, at: moment) }
        do throws(FeedProblem) {
            switch request.wish {
            case .time:
                clock.take(
                    try RestReader(json).time(response.body), askedAt: request.askedAt, answeredAt: moment)
                if phase == .clock {
                    phase = .symbols
                    requests.want(.symbols)
                }
            case .symbols: try takeSymbols(response.body)
            case .fundingHours: try takeFundingHours(response.body)
            case .page(let place, let question): try takePage(response.body, place, question)
            }
        } catch {
            retry(request, why: "the answer can't be used: \(error)", at: moment)
        }
    }

    /// The exchange answered with an error: it may want to be left in peace for a while, or never gives this.
    private mutating func refused(_ response: HTTPResponse, _ request: UnderWay, at moment: Moment) {
        let refusal = RestReader(json).refusal(response.body)
        let why = "status \(response.status) \(refusal)"
        if let seconds = requests.pause(after: response, at: moment, clock) {
            note("the exchange wants no requests for \(seconds) s (\(why))")
            if response.status != 403 { return requests.want(request.wish) }
        } else if (400...499).contains(response.status), response.status != 408 {
            return giveUp(request, why: why)
        }
        retry(request, why: why, at: moment)
    }

    /// Asks once more, later; gives up what failed too often.
    mutating func retry(_ request: UnderWay, why: String, at moment: Moment) {
        guard request.failures + 1 < Self.failureLimit else {
            return giveUp(request, why: "\(why), after \(request.failures + 1) tries")
        }
        if request.failures == 0 { note("could not get \(words(request.wish)), and tries again: \(why)") }
        requests.retry(request, at: moment, &chance)
    }

    private mutating func giveUp(_ request: UnderWay, why: String) {
        switch request.wish {
        case .page(let place, _):
            pieces[place].isAtEnd = true
            events.append(.failed(piece: place, why: why))
        case .fundingHours: takeHours([:])
        case .time, .symbols: failure = "could not get \(words(request.wish)): \(why)"
        }
    }

    private func words(_ wish: HistoryWish) -> String {
        switch wish {
        case .time: "the exchange's time"
        case .symbols: "the exchange's pairs"
        case .fundingHours: "the hours of fundings"
        case .page(_, let question): "\(question.kind.word) of \(question.name) from \(question.from)"
        }
    }

    // MARK: Rows

    /// Takes rows that follow those before; what does not follow is no answer to the question.
    private mutating func takePage(
        _ body: [UInt8], _ place: Int, _ question: HistoryQuestion
    ) throws(FeedProblem) {
        guard !pieces[place].isAtEnd else { return }
        var (lines, count): ([UInt8], Int) = ([], 0)
        var newest = pieces[place].newest
        var isBeyond = false
        try read(body, question, since: newest?.time) { (line) throws(FeedProblem) in
            let found = HistoryPlace(time: line.time, id: line.id)
            guard Self.follows(found, newest, question) else {
                throw .badValue(
                    column: "time", found: "\(found.time)", expected: "rows after those before, from "
                        + "\(question.from) on")
            }
            guard !isBeyond, found.time < question.to else { return isBeyond = true }
            newest = found
            lines.append(contentsOf: line.text)
            lines.append(10)
            count += 1
        }
        pieces[place].newest = newest
        if let newest, count > 0 {
            pieces[place].question.go(behind: newest)
            events.append(.rows(piece: place, lines: lines, count: count, newest: newest))
        }
        goOn(place, count: count, isBeyond: isBeyond)
    }

    /// What follows a page: the next, until one is empty. A short one alone is no end.
    private mutating func goOn(_ place: Int, count: Int, isBeyond: Bool) {
        let question = pieces[place].question
        if isBeyond { return finish(place) }
        if count > 0 { return askOn(place) }
        // Trades are told for an hour at most as long as none has come that can be counted from.
        guard question.kind == .trades, question.id == nil, question.end < question.to else {
            return finish(place)
        }
        pieces[place].question.from = question.end
        askOn(place)
    }

    private static func follows(
        _ row: HistoryPlace, _ newest: HistoryPlace?, _ question: HistoryQuestion
    ) -> Bool {
        switch question.kind {
        case .trades:
            guard row.id > newest?.id ?? -1 else { return false }
            return question.id.map { row.id >= $0 } ?? (row.time >= question.from)
        case .candles(let length):
            return row.time >= question.from && row.time > newest?.time ?? .zero
                && row.time == row.time.floor(to: length.span)
        case .funding: return row.time >= question.from && row.time > newest?.time ?? .zero
        }
    }

    private func read(
        _ body: [UInt8], _ question: HistoryQuestion, since before: Timestamp?,
        _ take: (HistoryLine) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        let reader = RestReader(json)
        switch question.kind {
        case .candles: try reader.candleLines(body, take)
        case .trades: try reader.tradeLines(body, take)
        case .funding:
            let known = fundingHours?[question.name] ?? 8
            var before = before
            let hours = { (time: Timestamp) -> Int64 in
                defer { before = time }
                // By their distance where that is a funding's: the exchange changes it from time to time.
                let distance = before.map { ((time - $0).seconds / 3600).rounded() } ?? 0
                return distance >= 1 && distance <= 8 ? Int64(distance) : known
            }
            try reader.fundingLines(body, hours: hours, take)
        }
    }

    private mutating func takeFundingHours(_ body: [UInt8]) throws(FeedProblem) {
        var hours: [String: Int64] = [:]  // tidy-ok: looked up by name, never gone through
        try RestReader(json).fundingHours(body) { hours[$0] = $1 }
        takeHours(hours)
    }

    private mutating func takeHours(_ hours: [String: Int64]) {
        fundingHours = hours
        for place in pieces.indices where pieces[place].question.kind == .funding { askOn(place) }
    }
}
