import Configuration
@testable import Cores
@testable import Delivery
@testable import Engine
import Executor
import Hosting
import Market
import Messages
import PaperVenue
import Stages
import TestSupport
import Testing

/// A venue that lives outside of the process: its words are inputs, written down before they are handled.
@Suite struct VenueOutsideTests {
    /// Keeps the inputs in order, and what the process had done before each.
    private final class Notes: InputSink {
        var wantsSnapshot: Bool { false }
        private(set) var inputs: [FreeInput] = []
        private(set) var said: [[Message]] = []
        var handled: Int { said.count }

        func begin(_ state: (inout StateWriter) -> Void) throws(HostError) {}

        func write(
            _ input: FreeInput, orElse halt: FreeInput?, _ state: (inout StateWriter) -> Void
        ) throws(HostError) -> Bool {
            #expect(handled == inputs.count, "the one before was handled, and this one was not")
            inputs.append(input)
            return true
        }

        func note(_ outbox: Outbox, answer: Message?) throws(HostError) {
            said.append(VenueOutsideTests.said(outbox, answer))
        }
    }

    /// What an input led to.
    private static func said(_ outbox: Outbox, _ answer: Message?) -> [Message] {
        outbox.frames.map(\.message) + outbox.askings.map(\.message) + (answer.map { [$0] } ?? [])
    }

    /// The shell of such a process, with time as the market tells it.
    private struct Shell {
        let bench: CoreBench
        var venue: any VenuePort
        var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
        private var sequences: UInt64 = 0

        init(_ bench: CoreBench, _ venue: any VenuePort) {
            (self.bench, self.venue) = (bench, venue)
        }

        /// Carries out what the core wants of the venue, until there is nothing more.
        mutating func carryOut() throws {
            while true {
                for case .askedVenue(let id, let message) in bench.words() {
                    venue.ask(id, message, at: bench.core.eventTime)
                }
                guard let word = venue.next(by: bench.core.eventTime) else { return }
                try bench.core.take(word)
            }
        }

        mutating func minute(_ price: Int) throws {
            let start = time
            time = time + .minutes(1)
            sequences += 1
            let candle = Candle(
                openTime: start, closeTime: time, open: Price(price), high: Price(price + 100),
                low: Price(price - 100), close: Price(price), volume: 1e5, quoteVolume: 1e9)
            var header = CoreBench.header("feed-handler.0")
            (header.sequence, header.time) = (sequences, time)
            let message = Message.kline(Kline(SymbolID(0), .m1, candle))
            try bench.core.perform(.message(message, header))
            venue.hear(Envelope(.message(message), at: time))
            try carryOut()
        }

        mutating func submit(_ signal: Label) throws {
            var order = SubmitOrder()
            order.intent = VenueBench(venue, at: time).order(signal)
            order.approvedQuantity = order.intent.quantity
            order.approvalExpires = time + .seconds(60)
            order.intent.expires = time + .minutes(10)
            order.intent.stopLoss = Price(99_000)
            order.intent.takeProfit = Price(103_000)
            try bench.core.perform(.request(RequestID(order.intent.clientOrderID, .submit), .submit(order)))
            try carryOut()
        }
    }

    private func script(_ text: String) throws -> any VenuePort {
        StagePort(ScriptedVenueStage(settings: .standard, script: try VenueScript(text)), name: "outside", terms: Settings.standard.terms)
    }

    @Test(arguments: ["", "seed=4,late=0.5,double=0.5,mute=0.2,lost=0.2,gone=900+600"])
    func `what it says is written down first, and handled again without it it leads to the same`(_ text: String) throws {
        let bench = try CoreBench(.executor, ExecutorStage(settings: .standard))
        let notes = Notes()
        bench.core.inputs = notes
        var shell = Shell(bench, try script(text))
        try bench.core.join(at: shell.time)
        try shell.carryOut()
        for minute in 0..<60 {
            try shell.minute(100_000 + minute % 7)
            if minute % 5 == 0 { try shell.submit(Label(clipping: "s\(minute)")) }
        }
        let fills = notes.inputs.count { if case .venue(let event) = $0 { event.kind == .filled } else { false } }
        #expect(fills > 0 && notes.handled == notes.inputs.count)

        var again = InProcessHost(ids: .free(epoch: 1, counter: 0))
        again.add(ExecutorStage(settings: .standard), rank: .executor)
        let outbox = Outbox(peers: [.venue], log: nil)
        (again.observer, again.gateway) = (outbox, outbox)
        for (input, before) in zip(notes.inputs, notes.said) {
            let answer = again.handle(input, as: .executor)
            #expect(Self.same(Self.said(outbox, answer), before))
            outbox.clear()
        }
    }

    @Test func `what is asked because of an answer bears the time of its step, whatever was said before`() {
        let settings = Settings.standard
        var host = InProcessHost(ids: .free(epoch: 1, counter: 0))
        host.add(ExecutorStage(settings: settings), rank: .executor)
        host.join(at: Timestamp(milliseconds: 1_746_316_800_000))
        // As after a restart: who carries its requests heard nothing of before.
        let outbox = Outbox(peers: [.venue], log: nil)
        (host.observer, host.gateway) = (outbox, outbox)
        for symbol in settings.instruments.symbols {
            var holding = VenueHolding()
            holding.symbol = symbol
            let id = RequestID(Label(clipping: settings.instruments.name(symbol)), .venueBooks)
            _ = host.handle(.answer(.answered(id, .venueHolding(holding)), slot: 0), as: .executor)
        }
        #expect(outbox.askings.map(\.id.subject) == ["account"] && outbox.askings[0].time == host.time)
    }

    /// As text: a reason without figures is not equal to itself.
    private static func same(_ said: [Message], _ before: [Message]) -> Bool { "\(said)" == "\(before)" }

    @Test func `an answer that nobody waits for is no input`() throws {
        let bench = try CoreBench(.executor, ExecutorStage(settings: .standard))
        let notes = Notes()
        bench.core.inputs = notes
        try bench.core.take(.answered(RequestID("x", .place), .venueAnswer(VenueAnswer())))
        try bench.core.take(.unanswered(RequestID("x", .place), .timedOut))
        #expect(notes.inputs.isEmpty)
        try bench.core.take(.link(.down))
        #expect(notes.inputs.count == 1)
    }

    @Test(arguments: ["paper:x", "kraken", "binance:x", "scripted:late=2", "outside:later=1"])
    func `a venue that nobody knows is refused with what was expected`(_ text: String) {
        do {
            _ = try VenueChoice(text)
            Issue.record("\(text) is taken")
        } catch {
            #expect("\(error)".contains("STRATA_VENUE") && "\(error)".contains("outside:SCRIPT"))
        }
    }
}
