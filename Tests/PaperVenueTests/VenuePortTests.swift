import Configuration
import Market
import Messages
import PaperVenue
import Stages
import TestSupport
import Testing

/// Each venue keeps each promise of a port.
@Suite struct VenuePortTests {
    /// One kind of venue, begun anew for each promise.
    struct Kind: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let begin: @Sendable () -> any VenuePort
    }

    static func scripted(_ text: String) -> Kind {
        Kind(testDescription: "scripted:\(text)") {
            guard let script = try? VenueScript(text) else { return paper.begin() }
            return StagePort(
                ScriptedVenueStage(settings: .standard, script: script), name: "scripted",
                terms: Settings.standard.terms, abilities: script.abilities)
        }
    }

    static let paper = Kind(testDescription: "paper") {
        StagePort(PaperVenueStage(settings: .standard), name: "paper", terms: Settings.standard.terms)
    }

    static let kinds = [
        paper, scripted(""), scripted("seed=2,late=0.5"), scripted("seed=3,double=0.5"),
        scripted("seed=4,mute=0.3"), scripted("seed=5,lost=0.3"), scripted("gone=600+1200,gone=3600+60"),
        scripted("pair_ids=1,retell=1"), scripted("able=none"), scripted("able=oco"), scripted("able=stops"),
        scripted("seed=8,late=0.3,double=0.3,mute=0.2,lost=0.2,gone=900+600,pair_ids=1,able=none"),
        scripted("seed=6,late=0.3,double=0.3,mute=0.2,lost=0.2,gone=900+600,pair_ids=1,retell=1"),
        scripted("seed=7,late=0.9,double=0.9,mute=0.4,lost=0.4,gone=1+120,gone=600+30"),
    ]

    @Test(arguments: kinds, VenuePromise.allCases)
    func `a venue keeps its promise`(_ kind: Kind, _ promise: VenuePromise) {
        let breach = promise.breach(by: kind.begin)
        #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
    }

    /// A venue that breaks a promise, so that the promise can't be empty.
    struct Broken: VenuePort {
        var inner: any VenuePort = VenuePortTests.paper.begin()
        let promise: VenuePromise
        var said: [VenueWord] = []
        var name: String { "broken" }
        var abilities: VenueAbilities { .all }
        var terms: VenueTerms {
            var terms = inner.terms
            if promise == .chargesItsTerms { terms.rates.takerFee *= 2 }
            return terms
        }

        mutating func ask(_ id: RequestID, _ message: Message, at time: Timestamp) {
            var id = id
            var message = message
            if promise == .placedOnce, case .place(var intent) = message {
                intent.clientOrderID.leg = UInt8(truncatingIfNeeded: said.count)
                said.append(.link(.up))
                message = .place(intent)
            }
            if promise == .cancelledEnds, id.verb == .venueCancel { id = RequestID(id.order, .venueQuery) }
            if promise == .cancelledEnds, case .venueCancel(let cancel) = message {
                var query = OrderQuery()
                (query.clientOrderID, query.symbol) = (cancel.clientOrderID, cancel.symbol)
                message = .venueQuery(query)
            }
            inner.ask(id, message, at: time)
        }

        mutating func hear(_ input: Envelope) {
            inner.hear(input)
            if promise == .goneAndBack, said.isEmpty { said.append(.link(.down)) }
        }

        mutating func next(by time: Timestamp) -> VenueWord? {
            if promise == .goneAndBack, said.count == 1 {
                said.append(.link(.up))
                return said[0]
            }
            if promise == .nothingBeforeItsTime, time == .zero { return .link(.up) }
            guard let word = inner.next(by: time) else { return nil }
            return bent(word) ?? next(by: time)
        }

        private func bent(_ word: VenueWord) -> VenueWord? {
            switch (promise, word) {
            case (.oneAnswerEach, .answered(let id, _)) where id.verb == .venueQuery: return nil
            case (.answersNameTheirSubject, .answered(let id, .venueAnswer(var answer))):
                answer.clientOrderID.leg = 7
                return .answered(id, .venueAnswer(answer))
            case (.unknownIsUnknown, .answered(let id, .venueAnswer(var answer))):
                answer.status = .new
                return .answered(id, .venueAnswer(answer))
            case (.booksCountWhatWasTold, .answered(let id, .venueHolding(var holding))):
                holding.quantity += Quantity(raw: 1)
                return .answered(id, .venueHolding(holding))
            case (.booksNameWhatIsOpen, .event(let event)) where event.kind == .open: return nil
            case (.numbersTellFills, .event(var event)):
                event.eventID = 7
                return .event(event)
            case (.fillsNeverExceed, .event(var event)):
                event.quantity += event.quantity
                return .event(event)
            default: return word
            }
        }
    }

    @Test(arguments: VenuePromise.allCases)
    func `a venue that breaks a promise is found out`(_ promise: VenuePromise) {
        #expect(promise.breach { Broken(promise: promise) } != nil)
    }

    @Test func `a venue of other terms is refused with every difference`() throws {
        let own = Settings.standard.terms
        let venue = Self.paper.begin()
        #expect(throws: Never.self) { try venue.check(own) }
        var other = own
        other.rates.takerFee = 0.001
        other.leverages[1] += 1
        other.instruments[0].tickSize = Price(raw: 7)
        other.instruments.append(other.instruments[0])
        other.instruments[other.instruments.count - 1].name = "XYZ/USDT"
        other.leverages.append(1)
        do throws(HostError) {
            try venue.check(other)
            Issue.record("it was taken")
        } catch {
            let text = "\(error)"
            for part in [
                "the taker's fee is \(own.rates.takerFee), the run reckons with 0.001", "its filters of BTC/USDT",
                "the leverage of ETH/USDT is \(own.leverages[1]), the run reckons with \(own.leverages[1] + 1)",
                "it does not trade XYZ/USDT",
            ] {
                #expect(text.contains(part), "\(text)")
            }
        }
    }

    @Test(arguments: ["late", "late=2", "gone=5", "gone=5+0", "gone=9+5,gone=10+1", "seed=x", "later=0.1", ",", "retell=2", "able=some"])
    func `a script that makes no sense is refused with its part`(_ text: String) {
        #expect(throws: VenueScriptError.self) { try VenueScript(text) }
    }

    @Test func `a scripted venue goes on as it was saved`() throws {
        let script = try VenueScript("seed=9,late=0.5,double=0.5,mute=0.2,lost=0.2,gone=600+300,pair_ids=1,retell=1")
        var stage = ScriptedVenueStage(settings: .standard, script: script)
        var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
        var copy: ScriptedVenueStage?
        for minute in 0..<60 {
            let bench = VenueBench(StagePort(stage, name: "x", terms: Settings.standard.terms), at: time)
            let order = bench.order(Label(clipping: "o\(minute)"))
            time = time + .minutes(1)
            let candle = Candle(
                openTime: time - .minutes(1), closeTime: time, open: Price(100_000), high: Price(100_100),
                low: Price(99_900), close: Price(100_000), volume: 1e5, quoteVolume: 1e9)
            let inputs: [Input] = [
                .message(.kline(Kline(SymbolID(0), .m1, candle))),
                .request(RequestID(order.clientOrderID, .place), .place(order)), .woken(TimerID(2)),
            ]
            for input in inputs {
                let said = stage.effects(of: Envelope(input, at: time))
                #expect(copy == nil || copy?.effects(of: Envelope(input, at: time)).list.count == said.list.count)
            }
            if minute == 20 {
                copy = try ScriptedVenueStage(settings: .standard, script: script).restored(from: stage.saved)
            }
        }
        #expect(copy != nil)
    }
}
