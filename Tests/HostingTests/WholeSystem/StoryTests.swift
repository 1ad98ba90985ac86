import Configuration
@testable import Engine
@testable import Files
@testable import Hosting
@testable import Journals
import Market
import Messages
@testable import Reports
import TestSupport
import Testing

/// `strata why` in sentences, from journals of real runs and from lines made for a case.
@Suite struct StoryTests {
    private let folder = TemporaryFolder()
    private let settings = Settings.standard
    private static let start = Timestamp(milliseconds: 1_746_403_200_000)

    /// A journal of what happens in a house, as it is read again.
    private func journal(_ play: (House) throws -> Void) throws -> Journal {
        let house = House(at: Self.start)
        let path = "\(folder.path)/journal.jsonl"
        let journal = OutputJournal(
            try FileSink(path: path), house.settings.instruments, run: 1,
            hashes: JournalHashes(configuration: 1, instruments: 2, data: 3))
        house.host.observer = ObserverGroup([house.log, journal])
        try play(house)
        try journal.finish()
        return try JournalReader.readAll(path)
    }

    /// The sample's first two days, in the journal and in the summary.
    private func sample() throws -> (journal: Journal, summary: RunSummary) {
        let path = "\(folder.path)/sample.jsonl"
        let journal = OutputJournal(
            try FileSink(path: path), settings.instruments, run: 1,
            hashes: JournalHashes(configuration: 1, instruments: 2, data: 3))
        let summary = SummaryObserver(settings.instruments)
        var host = StageFactory.whole(settings, run: 1)
        host.observer = ObserverGroup([journal, summary])
        var runner = Runner(host)
        _ = try runner.run(RecordedData.open("samples/klines", settings, to: "2025-05-06T12:00"))
        try journal.finish()
        return (try JournalReader.readAll(path), summary.summary)
    }

    private func words(_ text: String?) -> String {
        (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func `each order of the sample is told in sentences of 80 columns, with the summary's figures`() throws {
        let (journal, summary) = try sample()
        let book = StoryBook(journal, known: settings.instruments)
        let open = settings.instruments.symbols.compactMap { summary.book.open($0) }
        // The journal leaves the run out of the ids; all else is the same.
        let figures = { (trip: RoundTrip) in
            "\(trip.symbol) \(trip.side) \(trip.opened) \(trip.closed) \(trip.gross) \(trip.fees) \(trip.funding) "
                + "\(trip.entryPrice) \(trip.exitPrice) \(trip.ending?.name ?? "open")"
        }
        #expect(book.trades.map(figures) == (summary.book.closed + open).map(figures))
        #expect(summary.book.closed.count > 10)
        let report = WhyReport(journal)
        #expect(report.orders.count == summary.total.signals && report.orders.count > 15)
        for id in report.orders {
            let text = try #require(report.story(of: id))
            for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            for dump in ["={", "latency=", "sources", "reason=", "nan", "0000000000", "unknown"] {
                #expect(!text.contains(dump), "\(id) is told as a dump: \(text)")
            }
            try check(try #require(book.story(of: id)), words(text))
        }
        for line in report.list().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    /// What a trader reads of one is what was said of it.
    private func check(_ story: Story, _ text: String) throws {
        let signal = try #require(story.signal?.value)
        #expect(text.contains("\(signal.strategyID) asked to \(signal.side.name) \(signal.quantity) "))
        for heard in story.reasonings {
            #expect(text.contains("\(words(heard.value.reasoning.text))."), "\(story.id) lacks a reasoning: \(text)")
        }
        #expect(!story.reasonings.isEmpty && text.contains("L3 saw a ") && text.contains("L4 gave "))
        for fill in story.fills.map(\.value) {
            #expect(text.contains("at \(fill.price)") && text.contains("fee \(fill.fee.text(decimals: 4)) USDT"))
        }
        if let report = story.report?.value, report.reason.code != .none { #expect(text.contains(words(report.reason.text))) }
        if let decision = story.decision?.value {
            let saw = "\(decision.exposure.text(decimals: 2)) of at most \(decision.exposureLimit.text(decimals: 2)) USDT"
            #expect(text.contains(saw), "\(story.id): \(text)")
        }
        guard !story.isExit else { return }
        #expect(text.contains("Stop \(signal.stopLoss)") && text.contains("the smallest of the caps was"))
        guard let trade = story.opened, trade.ending != nil else { return }
        #expect(text.contains("net \(trade.net.text(decimals: 4))") || text.contains("net +\(trade.net.text(decimals: 4))"))
    }

    @Test func `signals from outside are found by their ids, taken and refused ones`() throws {
        let journal = try journal { house in
            house.minutes(20)
            house.send(House.documentBTC)
            house.send(House.signal("no-stop", House.eth, .buy, 0.1))
            house.send(House.signal("too-large", House.eth, .buy, 0.6, stop: 2_900))
            house.minutes(5)
            house.send(House.signal("leave", House.btc, .sell, 0.01))
            house.minutes(5)
        }
        let report = WhyReport(journal)
        #expect(Set(report.orders) == ["btc_s1", "no-stop", "too-large", "leave"])
        let refused = words(report.story(of: "no-stop"))
        #expect(refused.contains("It was refused on 2025-05-05 at 00:20 UTC: stop loss is missing; every entry needs one."))
        #expect(refused.contains("It came from outside, without a plan of L2"))
        #expect(words(report.story(of: "too-large")).contains("Total exposure $"))
        #expect(words(report.story(of: "btc_s1")).contains("because a signal from outside asked for it (leave)"))
        #expect(words(report.story(of: "leave")).contains("It closed what btc_s1 had opened on 2025-05-05 at"))
        var filter = WhyFilter()
        filter.isRefusedOnly = true
        let list = report.list(filter)
        #expect(list.contains("no-stop") && list.contains("too-large") && !list.contains("btc_s1"))
    }

    @Test(arguments: ["btc_s1", "st-btc_s1-1", "x-btc_s1", "r12-btc_s1", "st-r3-btc_s1-90"])
    func `an order has several names`(_ name: String) throws {
        let report = WhyReport(try journal { house in
            house.minutes(20)
            house.send(House.documentBTC)
            house.minutes(2)
        })
        #expect(report.story(of: name)?.hasPrefix("btc_s1: entry, buy 0.01 BTC/USDT, still open") == true)
        #expect(report.story(of: "btc") == nil)
        #expect(report.searched(for: "btc_s2").contains("(1 orders of 2025-05-05 00:20 to 2025-05-05 00:20 UTC), where btc_s1 comes near"))
    }

    @Test func `many fills are told together, and what was not filled with its reason`() throws {
        let path = "\(folder.path)/made.jsonl"
        let journal = OutputJournal(
            try FileSink(path: path), settings.instruments, run: 1,
            hashes: JournalHashes(configuration: 1, instruments: 2, data: 3))
        func say(_ message: Message, minute: Int64) {
            let time = Self.start + .minutes(minute)
            journal.published(Frame(message: message, id: .none, causes: Causes(), time: time, rank: .executor))
            journal.stepEnded(at: time)
        }
        var order = OrderIntent()
        (order.clientOrderID, order.symbol, order.quantity) = (ClientOrderID(signal: "thin", leg: 1), House.eth, Quantity(2))
        (order.referencePrice, order.stopLoss) = (Price(3_000), Price(2_900))
        say(.order(order), minute: 0)
        var fill = Fill()
        (fill.clientOrderID, fill.symbol, fill.fee) = (order.clientOrderID, House.eth, Money(raw: 15_000_000))
        for number in 1...8 {
            (fill.quantity, fill.price) = (Quantity(raw: 10_000_000), Price(3_000 + number))
            (fill.fillID, fill.position) = (UInt64(number), Quantity(raw: Int64(number) * 10_000_000))
            say(.fill(fill), minute: Int64(number))
        }
        var report = ExecutionReport()
        (report.signalID, report.symbol, report.status) = ("thin", House.eth, .partiallyFilled)
        (report.executedQuantity, report.reason) = (fill.position, Reason(.notEnoughLiquidity, found: 2_400, limit: 6_000))
        say(.report(report), minute: 9)
        (fill.clientOrderID.leg, fill.side, fill.purpose) = (ClientOrderID.liquidationLeg, .sell, .liquidation)
        (fill.quantity, fill.price, fill.position) = (fill.position, Price(2_000), .zero)
        fill.realisedPnL = Money(-800)
        say(.fill(fill), minute: 60)
        try journal.finish()
        let text = words(WhyReport(try JournalReader.readAll(path)).story(of: "thin"))
        #expect(text.contains("Bought 0.8 of 2 ETH at 3004.5, by 00:08 UTC. The rest was not filled: the market offers $2400"))
        #expect(text.contains("8 fills from 00:01 UTC to 00:08 UTC: 0.8 ETH at 3004.5 on average, fees 1.2000 USDT."))
        #expect(text.contains("The venue liquidated it: sold 0.8 ETH at 2000 on 2025-05-05 at 01:00 UTC"))
        #expect(text.contains("Closed -800.0000, fees 1.3500, no funding: net -801.3500 USDT"), "\(text)")
    }

    @Test func `nothing that stands in a journal can move a cursor`() throws {
        let path = "\(folder.path)/foreign.jsonl"
        let file = try FileSink(path: path)
        let data = #"{"signal_id":"a\u001b[2J","symbol":"B\u001b]0;x\u0007C/USDT","reason":"none"}"#
        file.write("{\"journal\":1}\n{\"said\":\"reports/x\",\"id\":1,\"cause\":[],\"ts\":1,\"data\":\(data)}\n")
        try file.flush()
        let report = WhyReport(try JournalReader.readAll(path))
        #expect(report.orders.count == 1)
        for text in [report.list(), report.list(asJSON: true)] + [WhyReport.Form.text, .full, .json].compactMap({ report.story(of: report.orders[0], $0) }) {
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value > 31 && $0.value != 127 }, "\(text)")
        }
    }
}
