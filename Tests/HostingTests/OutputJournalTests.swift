import Engine
import Files
import Glibc
import Journals
import Market
import Messages
import Reports
import Stages
import Testing

@Suite struct OutputJournalTests {
    private let table = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .um, tickSize: Price(raw: 10_000_000), stepSize: Quantity(raw: 100_000),
            minQuantity: Quantity(raw: 100_000), maxQuantity: Quantity(120), minNotional: Money(100))
    ])
    private let hashes = JournalHashes(configuration: 1, instruments: 2, data: 3)

    private func journal(run: UInt32) -> String {
        let sink = MemorySink()
        let journal = OutputJournal(sink, table, run: run, hashes: hashes)
        var signal = Signal()
        signal.signalID = Label(clipping: "r\(run)-BTCUSDT-1746372840-5m")
        signal.symbol = SymbolID(0)
        signal.quantity = Quantity(raw: 200_000)
        var report = ExecutionReport()
        report.signalID = signal.signalID
        report.symbol = SymbolID(0)
        var kline = Kline()
        kline.symbol = SymbolID(0)
        let time = Timestamp(milliseconds: 1_746_372_900_000)
        let candle = Frame(message: .kline(kline), id: EventID(raw: 3), causes: Causes(), time: time, rank: .feedHandler)
        journal.published(candle)
        journal.published(Frame(message: .pnlUpdate(PnLUpdate()), id: EventID(raw: 4), causes: Causes(), time: time, rank: .riskManager))
        journal.published(Frame(message: .signal(signal), id: EventID(raw: 5), causes: Causes(EventID(raw: 4)), time: time, rank: .l2Tactic))
        journal.published(Frame(message: .report(report), id: EventID(raw: 6), causes: Causes(), time: time, rank: .l1Operational))
        journal.stepEnded(at: time)
        journal.published(candle)
        journal.stepEnded(at: time)
        return sink.text
    }

    @Test func `a second run writes the same bytes`() { #expect(journal(run: 1) == journal(run: 7)) }

    @Test(arguments: [
        "r7-mine", "r7-BTCUSDT", "r7-BTCUSDT-swt1a8", "r7-BTCUSDT-swt1a8-7m", "r7-DOGEUSDT-swt1a8-5m", "r7-BTCUSDT--5m",
        "r7-BTCUSDT-SWT1A8-5m", "r7-BTCUSDT-swt1a8-5m-2", "r70-BTCUSDT-swt1a8-5m",
    ])
    func `an id from outside that begins like a run survives`(_ id: String) {
        let sink = MemorySink()
        let journal = OutputJournal(sink, table, run: 7, hashes: hashes)
        var report = ExecutionReport()
        (report.signalID, report.symbol) = (Label(clipping: id), SymbolID(0))
        journal.published(
            Frame(message: .report(report), id: EventID(raw: 6), causes: Causes(), time: .zero, rank: .l1Operational))
        #expect(sink.text.contains(#""execution_id":"x-\#(id)","signal_id":"\#(id)""#), "\(sink.text)")
    }

    @Test func `the place that stands for a long pair's name is ours too`() {
        let sink = MemorySink()
        let journal = OutputJournal(sink, table, run: 7, hashes: hashes)
        var signal = Signal()
        (signal.signalID, signal.symbol) = ("r7-0-swt1a8-15m", SymbolID(0))
        journal.published(
            Frame(message: .signal(signal), id: EventID(raw: 6), causes: Causes(), time: .zero, rank: .l2Tactic))
        #expect(sink.text.contains(#""signal_id":"0-swt1a8-15m""#), "\(sink.text)")
    }

    @Test func `decisions are written with the market data before them, the rest is not`() {
        let lines = journal(run: 12).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix(#"{"journal":1,"cfg":"1","ins":"2","data":"3","h":""#))
        #expect(lines[1].hasPrefix(#"{"input":"kline_1m/BTC/USDT","id":3,"#))
        #expect(lines[2].hasPrefix(#"{"said":"signals/BTC/USDT","id":5,"cause":[4],"ts":1746372900000000000,"data":{"signal_id":"BTCUSDT-1746372840-5m""#))
        #expect(lines[3].contains(#""execution_id":"x-BTCUSDT-1746372840-5m""#))
    }

    @Test(arguments: [
        EventID(rank: 6, instance: 1, epoch: 9, counter: 12), EventID(step: 1 << 36, round: 63, rank: 7, instance: 1, index: 2047),
        EventID(raw: .max),
    ])
    func `a journal can be read again, whatever the ids of its processes`(_ id: EventID) throws {
        let path = "/tmp/strata-journal-\(getpid())-\(id.raw).jsonl"
        defer { unlink(path) }
        let journal = OutputJournal(try FileSink(path: path), table, run: 3, hashes: hashes)
        var order = OrderIntent()
        order.symbol = SymbolID(0)
        journal.published(
            Frame(message: .order(order), id: id, causes: Causes(id), time: Timestamp(milliseconds: 5), rank: .executor))
        try journal.finish()
        let entries = try JournalReader.read(path)
        #expect(entries.map(\.causes) == [[entries.first?.id ?? 0]])
        #expect(id.raw == .max || (entries.first?.id ?? 0) > 0)
    }

    @Test func `an empty journal is refused, a cut or damaged line is left out and told with its place`() throws {
        let path = "/tmp/strata-cut-\(getpid()).jsonl"
        defer { unlink(path) }
        try FileSink(path: path).flush()
        #expect(throws: HostError.self) { try JournalReader.read(path) }
        let file = try FileSink(path: path)
        file.write(journal(run: 1).dropLast(9) + "")
        try file.flush()
        let cut = try JournalReader.readAll(path)
        #expect(cut.entries.map(\.line) == [2, 3] && cut.notes.count == 1 && cut.notes[0].hasPrefix("line 4, the last, is cut"))
        #expect(try JournalReader.readAll(path, mayGrow: true).notes.isEmpty, "of one that grows this is no news")
        let damaged = try FileSink(path: path)
        damaged.write(journal(run: 1).replacing("\"said\":\"signals", with: "\"said\":signals"))
        try damaged.flush()
        let read = try JournalReader.readAll(path)
        #expect(read.entries.map(\.line) == [2, 4] && read.notes.first?.hasPrefix("line 3 can't be read") == true)
    }

    @Test(arguments: [(#"{"journal":2,"cfg":"1"}"#, "of version 2"), (#"{"name":"x"}"#, "is no output journal"), ("[]", "is no output journal"), ("x", "is no output journal")])
    func `what is no journal of this version is refused by name`(_ head: String, _ text: String) throws {
        let path = "/tmp/strata-head-\(UInt64.random(in: 0 ..< .max)).jsonl"
        defer { unlink(path) }
        let file = try FileSink(path: path)
        file.write(head + "\n")
        try file.flush()
        let error = #expect(throws: HostError.self) { try JournalReader.readAll(path) }
        #expect(error?.description.contains(path) == true && error?.description.contains(text) == true, "\(String(describing: error))")
    }
}
