import Market
import Messages
import Storage
import TestSupport
import Testing

/// The data that Strata ships, read whole.
@Suite struct SamplesTests {
    private let samples = DataFolder(TemporaryFolder.fixture("../../samples"))

    @Test func `the sample is a month of minutes of three symbols without a hole or a bad line`() throws {
        var source = try samples.source([.klines(.m1)], of: instruments)
        var newest = Timestamp.zero
        var counts = [0, 0, 0]
        while let event = try source.next() {
            let symbol = event.message.symbol.int
            if symbol == 0, newest != .zero { #expect(event.time == newest + .minutes(1)) }
            newest = event.time
            counts[symbol] += 1
        }
        #expect(counts == [43_196, 43_196, 43_196])
        #expect(source.report.errors.isEmpty && source.report.lastLine == nil && source.report.lines == 3 * 43_196)
        #expect(newest == Timestamp(iso8601: "2025-06-03T15:32")!)
    }

    @Test(arguments: [DataKind.trades, .bookTicker, .recordings])
    func `ticks and recordings are read without a bad line or a broken book`(_ kind: DataKind) throws {
        let two = InstrumentTable(Array(instruments.instruments.prefix(2)))
        var source = try samples.source([kind], of: two)
        var (count, newest, books) = (0, Timestamp.zero, 0)
        while let event = try source.next() {
            if event.time < newest { #expect(event.time >= newest) }
            newest = event.time
            count += 1
            if case .depth(let depth) = event.message, depth.isSnapshot, depth.isFirst { books += 1 }
        }
        #expect(count > 8000 && books == (kind == .recordings ? 2 : 0))
        #expect(source.report.skipped == 0, "\(source.report.errors)")
    }
}
