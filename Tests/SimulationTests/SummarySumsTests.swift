import Configuration
import Engine
import Files
import Hosting
import Journals
import Market
import Messages
import Reports
@testable import Simulation
import Stages
import Testing

/// What a run's summary says adds up, exact to 1e-8, and to the executor's books.
@Suite struct SummarySumsTests {
    @Test func `over a week of the sample every sum of the summary holds`() throws {
        let settings = Settings.standard
        let (sums, journal) = (SumsObserver(settings.instruments), MemorySink())
        var host = StageFactory.whole(settings, run: 1)
        let hashes = JournalHashes(configuration: 1, instruments: 2, data: 3)
        host.observer = ObserverGroup([sums, OutputJournal(journal, settings.instruments, run: 1, hashes: hashes)])
        var runner = Runner(host)
        _ = try runner.run(try RecordedData.open("samples/klines", settings, to: "2025-05-11"))
        sums.check()
        #expect(sums.walletChecks > 50 && sums.summary.total.trades > 20)
        #expect(sums.summary.total.refusals.reduce(0, +) == sums.summary.total.refused)
    }

    @Test(arguments: [MarketKind.um, .spot])
    func `over random days every sum of the summary holds, with signals of a person among them`(
        _ market: MarketKind
    ) throws {
        for seed in [UInt64(1), 2, 3] {
            var settings = Settings.standard
            settings.market = market
            settings.instruments = InstrumentTable(
                settings.instruments.instruments.map { instrument in
                    var instrument = instrument
                    instrument.market = market
                    return instrument
                })
            let sums = SumsObserver(settings.instruments)
            Self.play(settings, seed: seed, minutes: 2_000, sums)
            sums.check()
            #expect(sums.walletChecks > 3, "seed \(seed): nothing was traded")
        }
    }

    private static func play(_ settings: Settings, seed: UInt64, minutes: Int, _ sums: SumsObserver) {
        let start = Timestamp(milliseconds: 1_746_403_200_000)
        var host = StageFactory.whole(settings, run: 1)
        var market = SyntheticMarket(settings.instruments, seed: seed, start: start)
        host.observer = sums
        host.join(at: start)
        for minute in 0..<minutes {
            for kline in market.nextMinute() { host.feed(.kline(kline), at: kline.closeTime) }
            guard minute % 40 == 20 else { continue }
            let symbol = SymbolID(minute / 40 % settings.instruments.count)
            let signal = signal(minute, symbol, price: market.prices[symbol.int])
            _ = host.request(.l1Operational, RequestID(signal.signalID, .signal), .signal(signal))
        }
        host.end(at: host.time)
    }

    /// Now a long one, now a short one, now the opposite of what is open, now one without its stop.
    private static func signal(_ minute: Int, _ symbol: SymbolID, price: Double) -> Signal {
        var signal = Signal()
        signal.signalID = Label(clipping: "person-\(minute)")
        signal.symbol = symbol
        signal.side = minute / 40 % 4 < 2 ? .buy : .sell
        let away = signal.side == .buy ? 0.98 : 1.02
        signal.stopLoss = minute / 40 % 7 == 6 ? .absent : Price((price * away).rounded()) ?? .absent
        signal.quantity = Quantity([0.002, 0.06, 1.2][min(symbol.int, 2)]) ?? .zero
        return signal
    }
}

/// Holds the summary against the messages, and against each word of the executor on the wallet.
private final class SumsObserver: FrameObserver {
    private(set) var summary: RunSummary
    private(set) var walletChecks = 0
    private var (signals, reports, fills) = (Set<Label>(), [Label: ReportStatus](), [Fill]())
    private var ordered: Set<Label> = []
    private let instruments: InstrumentTable

    init(_ instruments: InstrumentTable) {
        self.instruments = instruments
        summary = RunSummary(instruments)
    }

    func published(_ frame: Frame) {
        summary.add(frame.message, at: frame.time)
        switch frame.message {
        case .signal(let signal): signals.insert(signal.signalID)
        case .report(let report): reports[report.signalID] = report.status
        case .order(let order): ordered.insert(order.clientOrderID.signal)
        case .fill(let fill): fills.append(fill)
        case .account(let wallet) where wallet.symbol == .none && wallet.equity != .absent:
            // The executor's own books: cash, what is open at its price, all fees and funding.
            walletChecks += 1
            #expect(summary.equity == wallet.equity, "\(frame.time)")
        default: break
        }
    }

    func check() {
        let total = summary.total
        for row in summary.rows + [total] { checkCounts(row) }
        #expect(total.signals == signals.count)
        let outside = ordered.union(reports.keys).subtracting(signals)
        #expect(total.outside == outside.count)
        for status in ReportStatus.allCases {
            #expect(total[status] == reports.values.count { $0 == status }, "\(status)")
        }
        #expect(total.unanswered == signals.union(ordered).subtracting(reports.keys).count)
        #expect(total.fills == fills.count)
        for purpose in Purpose.allCases { #expect(total[purpose] == fills.count { $0.purpose == purpose }) }
        checkMoney(total)
    }

    private func checkCounts(_ row: RunSummary.Row) {
        let ends = ReportStatus.allCases.reduce(0) { $0 + row[$1] }
        #expect(row.signals + row.outside == ends + row.unanswered)
        #expect(row.fills == Purpose.allCases.reduce(0) { $0 + row[$1] })
        #expect(row.trades == RoundTrip.Ending.allCases.reduce(0) { $0 + row[$1] })
        #expect(row.wins + row.losses <= row.trades && row.perTrade.count == row.trades)
        #expect(row.pnl == row.realised + row.unrealised - row.takenOver - row.fees - row.funding)
    }

    private func checkMoney(_ total: RunSummary.Row) {
        let trips = summary.book.closed + instruments.symbols.compactMap { summary.book.open($0) }
        #expect(trips.reduce(Money.zero) { $0 + $1.gross } == total.realised)
        #expect(trips.reduce(Money.zero) { $0 + $1.fees } == total.fees)
        #expect(trips.reduce(Money.zero) { $0 + $1.funding } == total.funding)
        #expect(fills.reduce(Money.zero) { $0 + $1.fee } == total.fees)
        #expect(fills.reduce(Money.zero) { $0 + $1.realisedPnL } == total.realised)
        #expect(summary.rows.reduce(Money.zero) { $0 + $1.pnl } == total.pnl)
        let start = summary.startEquity ?? .zero
        #expect(summary.equity == start + total.realised + total.unrealised - total.fees - total.funding)
        let mean = trips.filter { $0.ending != nil }.reduce(0) { $0 + $1.net.double } / Double(max(total.trades, 1))
        #expect(abs(total.perTrade.mean - mean) < 1e-9)
    }
}
