import Market
import Messages
import Stages

extension VenuePromise {
    /// What is wrong with a venue that should keep it; `nil` where nothing is. `begin` gives a new one.
    public func breach(by begin: () -> any VenuePort) -> String? {
        var bench = VenueBench(begin())
        bench.minute(100_000)
        bench.minute(100_000)
        return switch self {
        case .oneAnswerEach: oneAnswerEach(&bench)
        case .placedOnce: placedOnce(&bench)
        case .answersNameTheirSubject: answersNameTheirSubject(&bench)
        case .unknownIsUnknown: unknownIsUnknown(&bench)
        case .booksCountWhatWasTold: booksCountWhatWasTold(&bench)
        case .booksNameWhatIsOpen: booksNameWhatIsOpen(&bench)
        case .numbersTellFills: numbersTellFills(&bench)
        case .fillsNeverExceed: fillsNeverExceed(&bench)
        case .cancelledEnds: cancelledEnds(&bench)
        case .goneAndBack: goneAndBack(&bench)
        case .nothingBeforeItsTime: nothingBeforeItsTime(&bench)
        case .chargesItsTerms: chargesItsTerms(&bench)
        }
    }

    private func trade(_ bench: inout VenueBench, orders: Int = 12) {
        for number in 0..<orders {
            bench.place(bench.order(Label(clipping: "o\(number)")))
            bench.minute(100_000, high: 100_100, low: 99_900)
        }
    }

    private func oneAnswerEach(_ bench: inout VenueBench) -> String? {
        trade(&bench)
        for number in 0..<12 {
            let name = ClientOrderID(signal: Label(clipping: "o\(number)"), leg: 1)
            bench.query(name)
            bench.cancel(name)
            bench.minute(100_000)
            bench.query(name)
        }
        bench.books()
        bench.settle()
        for id in Set(bench.asked) {
            let (asked, ended) = (bench.asked.count { $0 == id }, bench.ends(of: id).count)
            if asked != ended { return "\(id) was asked \(asked) times and ended \(ended) times" }
        }
        return nil
    }

    private func placedOnce(_ bench: inout VenueBench) -> String? {
        let order = bench.order("a")
        for _ in 0..<5 { bench.place(order, untilAnswered: true) }
        bench.settle()
        bench.place(order)
        bench.settle()
        let filled = bench.fills.reduce(Quantity.zero) { $0 + $1.quantity }
        return filled == order.quantity ? nil : "filled \(filled) of \(order.quantity) placed many times"
    }

    private func answersNameTheirSubject(_ bench: inout VenueBench) -> String? {
        trade(&bench)
        bench.query(ClientOrderID(signal: "o1", leg: 1))
        bench.books()
        bench.settle()
        for case .answered(let id, let message) in bench.words {
            switch message {
            case .venueAnswer(let answer) where answer.clientOrderID == id.order: break
            case .venueHolding(let holding) where holding.symbol == VenueBench.symbol: break
            default: return "\(id) is answered with \(message)"
            }
        }
        return nil
    }

    private func unknownIsUnknown(_ bench: inout VenueBench) -> String? {
        let name = ClientOrderID(signal: "nobody", leg: 1)
        for _ in 0..<5 { bench.query(name, untilAnswered: true) }
        bench.settle()
        let answers = bench.ends(of: RequestID(name, .venueQuery)).compactMap { word -> VenueAnswer? in
            if case .answered(_, .venueAnswer(let answer)) = word { answer } else { nil }
        }
        if answers.isEmpty { return "it never answered" }
        return answers.allSatisfy { $0.status == .unknown } ? nil : "it knows an order that was never placed"
    }

    private func booksCountWhatWasTold(_ bench: inout VenueBench) -> String? {
        for number in 0..<12 {
            bench.place(bench.order(Label(clipping: "o\(number)")))
            bench.minute(100_000, high: 100_100, low: 99_900)
            guard let (_, place, holding) = bench.holdings() else { return "it never told its books" }
            var told = bench
            told.keep(first: place)
            let held = told.fills.reduce(Int64(0)) { $0 + $1.side.sign * $1.received.raw }
            if held != holding.quantity.raw {
                return "it told fills of \(Quantity(raw: held)) and holds \(holding.quantity)"
            }
        }
        return nil
    }

    private func booksNameWhatIsOpen(_ bench: inout VenueBench) -> String? {
        for number in 0..<3 {
            bench.place(bench.order(Label(clipping: "w\(number)"), limit: 95_000), untilAnswered: true)
        }
        bench.settle()
        bench.cancel(ClientOrderID(signal: "w1", leg: 1), untilAnswered: true)
        bench.settle()
        guard let (before, place, _) = bench.holdings() else { return "it never told its books" }
        var named: [String] = []
        for case .event(let event) in bench.words[before..<place] where event.kind == .open {
            named.append("\(event.clientOrderID.signal)")
        }
        return named.sorted() == ["w0", "w2"] ? nil : "it names \(named) as open, w0 and w2 are"
    }

    private func numbersTellFills(_ bench: inout VenueBench) -> String? {
        trade(&bench, orders: 30)
        bench.settle()
        var told: [[UInt64]: VenueEvent] = [:]
        for event in bench.events where event.kind == .filled {
            let key = [UInt64(event.symbol.index), event.eventID]
            if let first = told[key], first != event { return "number \(event.eventID) is of two fills" }
            told[key] = event
        }
        return told.isEmpty ? "nothing was filled" : nil
    }

    private func fillsNeverExceed(_ bench: inout VenueBench) -> String? {
        trade(&bench, orders: 30)
        bench.settle()
        var filled: [ClientOrderID: Quantity] = [:]
        for fill in bench.fills where fill.purpose == .entry {
            filled[fill.clientOrderID, default: .zero] += fill.quantity
        }
        let most = Quantity(raw: 300_000)
        return filled.first { $0.value > most }.map { "\($0.key.text) is filled for \($0.value)" }
    }

    private func cancelledEnds(_ bench: inout VenueBench) -> String? {
        let order = bench.order("w", limit: 95_000)
        bench.place(order, untilAnswered: true)
        bench.settle()
        bench.cancel(order.clientOrderID, untilAnswered: true)
        bench.settle()
        let ended = bench.events.contains { $0.clientOrderID == order.clientOrderID && $0.kind == .cancelled }
        if !ended { return "it never said that the order is cancelled" }
        bench.minute(94_000)
        bench.settle()
        return bench.fills.isEmpty ? nil : "it filled an order after its cancel"
    }

    /// Of a venue that never goes nothing is asked here.
    private func goneAndBack(_ bench: inout VenueBench) -> String? {
        var (isGone, asked) = (false, 0)
        for minute in 0..<200 {
            let before = bench.words.count
            bench.minute(100_000)
            for case .link(let state) in bench.words[before...] { isGone = state == .down }
            let name = ClientOrderID(signal: Label(clipping: "q\(minute)"), leg: 1)
            bench.query(name)
            let ends = bench.ends(of: RequestID(name, .venueQuery))
            guard isGone else { continue }
            asked += 1
            if ends != [.unanswered(RequestID(name, .venueQuery), .peerMissing)] {
                return "while it is gone an ask ends as \(ends)"
            }
        }
        if isGone { return "it never came back" }
        let links = bench.words.count { if case .link = $0 { true } else { false } }
        return links == 0 || (links.isMultiple(of: 2) && asked > 0) ? nil : "it said \(links) changes of its line"
    }

    private func chargesItsTerms(_ bench: inout VenueBench) -> String? {
        trade(&bench)
        bench.settle()
        let terms = bench.port.terms
        for fill in bench.fills {
            let rate = fill.isMaker ? terms.rates.makerFee : terms.rates.takerFee
            let due = rate * fill.quantity.double * fill.price.double
            if abs(fill.fee.double - due) > 1e-6 { return "fill \(fill.eventID) costs \(fill.fee), by its terms \(due)" }
        }
        return bench.fills.isEmpty ? "nothing was filled" : nil
    }

    private func nothingBeforeItsTime(_ bench: inout VenueBench) -> String? {
        for number in 0..<20 {
            bench.place(bench.order(Label(clipping: "o\(number)")))
            if let word = bench.wordBefore(bench.time) { return "it says more at one time: \(word)" }
            if let word = bench.wordBefore(.zero) { return "before its time it says \(word)" }
            bench.minute(100_000, high: 100_100, low: 99_900)
        }
        return nil
    }
}
