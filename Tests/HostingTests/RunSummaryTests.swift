import Market
import Messages
import Reports
import TestSupport
import Testing

@Suite struct RunSummaryTests {
    @Test func `profit counts what is open at the last price, less fees`() {
        var summary = RunSummary(Self.table(1))
        let time = Timestamp(milliseconds: 1_746_372_900_000)
        var fill = Fill()
        fill.symbol = SymbolID(0)
        fill.quantity = Quantity(2)
        fill.price = Price(100)
        fill.fee = Money(1)
        fill.position = Quantity(2)
        fill.entryPrice = Price(100)
        summary.add(.fill(fill), at: time)
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.last = Price(110)
        summary.add(.ticker(ticker), at: time)
        #expect(summary.rows[0].pnl == Money(19))
        #expect(summary.rows[0].exposure == Money(220))
        #expect(summary.total.pnl == Money(19))
        #expect(summary.rows[0].messages == 1 && summary.total.messages == 1, "a fill is no market data")
    }

    @Test func `funding is what the account was charged beyond its fills, and lowers the profit`() {
        var summary = RunSummary(Self.table(2))
        let time = Timestamp(milliseconds: 1_746_372_900_000)
        var account = Account()
        account.symbol = SymbolID(0)
        account.fees = Money(5)
        summary.add(.account(account), at: time)
        var fill = Fill()
        fill.symbol = SymbolID(0)
        (fill.quantity, fill.position) = (Quantity(1), Quantity(1))
        (fill.price, fill.entryPrice, fill.fee) = (Price(100), Price(100), Money(1))
        summary.add(.fill(fill), at: time)
        account.fees = Money(6)
        summary.add(.account(account), at: time)
        #expect(summary.rows[0].funding == .zero, "five were charged in an earlier run")
        account.fees = Money(8)
        summary.add(.account(account), at: time)
        #expect(summary.rows[0].funding == Money(2) && summary.rows[0].pnl == Money(-3))
        #expect(summary.total.funding == Money(2) && summary.total.pnl == Money(-3))
        #expect(summary.total.exposure == Money(100), "the open position counts in the total")
    }

    @Test func `a candle that a feed handler tells again counts once, and one of another length for itself`() {
        var summary = RunSummary(Self.table(2))
        var kline = Kline()
        (kline.symbol, kline.close) = (SymbolID(1), Price(100))
        for (minute, interval) in [(1, Timeframe.m1), (2, .m1), (1, .m1), (2, .m1), (2, .m5), (3, .m1)] {
            kline.interval = interval
            kline.closeTime = Timestamp(milliseconds: 1_746_372_900_000 + Int64(minute) * 60_000)
            summary.add(.kline(kline), at: kline.closeTime)
        }
        #expect(summary.rows[1].candles == 4 && summary.rows[0].candles == 0)
    }

    /// Rounded one by one, three thirds of a cent stand over a total of one cent as nothing at all.
    @Test func `what is shown in cents adds up to the total that is shown, over random sums`() throws {
        let seed: UInt64 = 17
        var random = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let count = Int.random(in: 1...6, using: &random)
            var summary = RunSummary(Self.table(count))
            for pair in 0..<count {
                var ticker = Ticker()
                (ticker.symbol, ticker.last) = (SymbolID(pair), Price(100))
                summary.add(.ticker(ticker), at: Timestamp(milliseconds: 1))
                var fill = Fill()
                fill.symbol = SymbolID(pair)
                (fill.quantity, fill.position) = (Quantity(1), Quantity(1))
                (fill.price, fill.entryPrice) = (Price(100), Price(100))
                fill.fee = Money(raw: Int64.random(in: -3_000_000...30_000_000, using: &random))
                fill.realisedPnL = Money(raw: Int64.random(in: -900_000_000...900_000_000, using: &random))
                summary.add(.fill(fill), at: Timestamp(milliseconds: 1))
                ticker.last = Price(raw: Int64.random(in: 9_000_000_000...11_000_000_000, using: &random))
                summary.add(.ticker(ticker), at: Timestamp(milliseconds: 2))
            }
            try Self.checkColumns(summary, count, "seed \(seed), round \(round)")
        }
    }

    /// The columns closed, open, fees, funding and net of the table, and the sum above it, as they are shown.
    private static func checkColumns(_ summary: RunSummary, _ count: Int, _ place: String) throws {
        let lines = summary.text().split(separator: "\n").map(String.init)
        let head = try #require(lines.firstIndex { $0.hasPrefix("trades") })
        let table = try lines[(head + 1)...(head + 1 + count)].map { line in
            try line.split(separator: " ").suffix(5).map { text in
                try #require(try? Money(String(text)), "\(place): \(line)")
            }
        }
        for column in 0..<5 {
            let sum = table.dropLast().reduce(Money.zero) { $0 + $1[column] }
            #expect(sum == table[count][column], "\(place): \(lines)")
            let exact = [summary.total.realised, summary.total.unrealised, -summary.total.fees, .zero, summary.total.pnl]
            #expect((exact[column] - table[count][column]).magnitude < Money(raw: 1_000_000), "\(place)")
        }
        #expect(table[count][0] + table[count][1] + table[count][2] + table[count][3] == table[count][4], "\(place)")
        for (row, shown) in zip(summary.rows, table) {
            #expect((row.pnl - shown[4]).magnitude < Money(raw: 1_000_000), "\(place)")
        }
    }

    /// Held since an earlier run: two bought at 100, and the market at 110 when this run begins.
    private func takenOver() -> RunSummary {
        var summary = RunSummary(Self.table(2))
        var account = Account()
        account.symbol = SymbolID(0)
        (account.total, account.entryPrice) = (Quantity(2), Price(100))
        summary.add(.account(account), at: Timestamp(milliseconds: 1))
        return summary
    }

    @Test func `a position taken over is shown from the first line, at its entry until there is a price`() {
        var summary = takenOver()
        #expect(summary.rows[0].position == Quantity(2) && summary.rows[0].exposure == Money(200))
        #expect(summary.rows[0].pnl == .zero && summary.total.exposure == Money(200))
        var ticker = Ticker()
        (ticker.symbol, ticker.last) = (SymbolID(0), Price(110))
        summary.add(.ticker(ticker), at: Timestamp(milliseconds: 2))
        #expect(summary.rows[0].exposure == Money(220))
        #expect(summary.rows[0].pnl == .zero, "what it earned before the run is not this run's")
        ticker.last = Price(107)
        summary.add(.ticker(ticker), at: Timestamp(milliseconds: 3))
        #expect(summary.rows[0].pnl == Money(-6) && summary.total.pnl == Money(-6))
    }

    @Test func `once it is closed, what it did since the run's first price is the run's profit`() {
        var summary = takenOver()
        var ticker = Ticker()
        (ticker.symbol, ticker.last) = (SymbolID(0), Price(110))
        summary.add(.ticker(ticker), at: Timestamp(milliseconds: 2))
        var fill = Fill()
        (fill.symbol, fill.side, fill.purpose) = (SymbolID(0), .sell, .stop)
        (fill.quantity, fill.price, fill.realisedPnL) = (Quantity(2), Price(105), Money(10))
        summary.add(.fill(fill), at: Timestamp(milliseconds: 3))
        #expect(summary.rows[0].position == .zero && summary.rows[0].exposure == .zero)
        #expect(summary.rows[0].pnl == Money(-10))
        var late = Account()
        (late.symbol, late.total, late.entryPrice) = (SymbolID(0), Quantity(2), Price(100))
        summary.add(.account(late), at: Timestamp(milliseconds: 3))
        #expect(summary.rows[0].position == .zero, "a row that is told again knows less than a fill")
    }

    @Test func `refusals are counted by reason`() {
        var summary = RunSummary(Self.table(1))
        var report = ExecutionReport()
        report.symbol = SymbolID(0)
        report.status = .rejected
        report.reason = Reason(.totalExposure, found: 1100, limit: 1000)
        for _ in 0..<3 { summary.add(.report(report), at: Timestamp(milliseconds: 1)) }
        #expect(summary.rows[0].refused == 3)
        #expect(summary.rows[0].refusals.reduce(0, +) == 3 && summary.total.refusals == summary.rows[0].refusals)
        #expect(summary.text().contains("BTC/USDT: total_exposure 3"))
    }

    @Test func `the deepest fall is the run's, not the day's, and told with both its ends`() throws {
        var summary = RunSummary(Self.table(1))
        for (day, equity) in [(1, 10_000), (2, 10_500), (3, 10_290), (4, 10_395), (5, 9_975), (6, 10_450)] {
            var update = PnLUpdate()
            (update.equity, update.drawdown) = (Money(equity), 0.001)
            summary.add(.pnlUpdate(update), at: Timestamp(milliseconds: Int64(day) * 86_400_000))
        }
        #expect(summary.curve.largest == 0.05)
        #expect(summary.curve.top?.equity == Money(10_500) && summary.curve.bottom?.equity == Money(9_975))
        let words = summary.text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("525.00 USDT (5.00 %), from 10500.00 on 1970-01-03 00:00 to 9975.00 on 1970-01-06 00:00"))
        #expect(words.contains("the last day's is 0.10 %"))
    }

    @Test func `who halted and why is told until somebody resumes, and an alert of a pair halts nothing`() {
        var summary = RunSummary(Self.table(1))
        func say(_ isError: Bool = false, _ change: (inout RiskAlert) -> Void) {
            var alert = RiskAlert()
            change(&alert)
            summary.add(isError ? .alert(alert) : .riskAlert(alert), at: Timestamp(milliseconds: 1))
        }
        say { ($0.symbol, $0.halted, $0.reason) = (SymbolID(0), true, Reason(.halted)) }
        #expect(summary.halt == nil && !summary.text().contains("HALTED"))
        say { ($0.halted, $0.by, $0.reason) = (true, "person", Reason(.personAsked)) }
        say { ($0.halted, $0.by, $0.reason) = (true, "risk-manager", Reason(.dailyDrawdown, found: 1, limit: 0.05)) }
        #expect(summary.text().contains("\nTRADING IS HALTED by person: a person asked for it\n"))
        #expect(summary.json().contains(#""halted":true,"halted_by":"person","halt_reason":"person_asked","#))
        say { ($0.by, $0.reason) = ("person", Reason(.personAsked)) }
        #expect(!summary.text().contains("HALTED") && summary.json().contains("\"halted\":false,\"account\""))
        say(true) { ($0.halted, $0.by, $0.reason) = (true, "executor", Reason(.totalExposure, found: 9, limit: 3)) }
        #expect(summary.text().contains("TRADING IS HALTED by executor: Total exposure $9 > $3"))
    }

    @Test func `where nothing was traded, the reasons are told`() {
        var summary = RunSummary(Self.table(1))
        #expect(summary.text().contains("Nothing was traded: no strategy gave a signal."))
        var skipped = Skipped()
        (skipped.symbol, skipped.reason) = (SymbolID(0), Reason(.orderTooSmall, found: 50, limit: 100))
        for _ in 0..<7 { summary.add(.skipped(skipped), at: Timestamp(milliseconds: 1)) }
        #expect(summary.text().contains("order_too_small 7"))
    }

    @Test func `no line of the summary is wider than a terminal`() {
        var summary = RunSummary(Self.table(2))
        var fill = Fill()
        (fill.symbol, fill.quantity, fill.price, fill.fee) = (SymbolID(1), Quantity(2), Price(100_000), Money(100))
        (fill.position, fill.entryPrice) = (Quantity(2), Price(100_000))
        summary.add(.fill(fill), at: Timestamp(milliseconds: 1_746_372_900_000))
        for line in summary.text().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(summary.text().contains("  ETH/USDT: long 2 from 100000, worth 200000.00 USDT at 100000"))
    }

    private static func table(_ count: Int) -> InstrumentTable {
        InstrumentTable(
            ["BTC/USDT", "ETH/USDT", "SOL/USDT", "ADA/USDT", "XRP/USDT", "DOT/USDT"].prefix(count).map { name in
                Instrument(
                    name: name, market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero,
                    maxQuantity: .zero, minNotional: .zero)
            })
    }
}
