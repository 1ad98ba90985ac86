import Engine
import Hosting
import Market
import Messages
import Reports
import Testing

@Suite struct RunProgressTests {
    private let table = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero, maxQuantity: .zero,
            minNotional: .zero)
    ])
    private let start = Timestamp(milliseconds: 1_746_403_200_000)

    /// What is written while ten thousand steps of a minute pass, each of which takes a millisecond.
    private func written(moves: Bool, end: Timestamp? = nil, alert: RiskAlert? = nil) -> [String] {
        var (texts, clock) = ([String](), Int64(0))
        let progress = RunProgress(
            SummaryObserver(table), to: end ?? start + .minutes(9_999), moves: moves, now: { clock },
            write: { texts.append($0) })
        for step in 0..<10_000 {
            clock += 1_000_000
            if step == 5_000, let alert {
                progress.published(
                    Frame(message: .riskAlert(alert), id: .none, causes: Causes(), time: start, rank: .riskManager))
            }
            progress.stepEnded(at: start + .minutes(Int64(step)))
        }
        progress.finish()
        return texts
    }

    @Test func `on a terminal one line moves, with share, time, trades and what is left, and goes at the end`() {
        let texts = written(moves: true)
        #expect(texts.count > 20 && texts.count < 60, "\(texts.count)")
        #expect(texts.allSatisfy { $0.hasPrefix("\r") && !$0.contains("\n") && $0.count <= 81 }, "\(texts)")
        let middle = texts[texts.count / 2]
        #expect(middle.contains(" %  2025-05-08 ") && middle.contains("  0 trades") && middle.contains(" s left"), "\(middle)")
        #expect(texts.last?.trimmingPrefix("\r").allSatisfy { $0 == " " || $0 == "\r" } == true)
    }

    @Test func `elsewhere a few whole lines tell it`() {
        let texts = written(moves: false)
        #expect(texts.count == 9 || texts.count == 10, "\(texts)")
        #expect(texts.allSatisfy { $0.hasSuffix("\n") && !$0.contains("\r") })
        #expect(texts[0].hasPrefix(" 10 %  2025-05-05 16:"), "\(texts[0])")
        let unknown = written(moves: false, end: .never)
        #expect(unknown.count == 1 && unknown[0].hasPrefix("2025-05-08 00:00  0 trades"), "once a week: \(unknown)")
    }

    @Test func `a halt is told at once`() {
        var alert = RiskAlert()
        (alert.severity, alert.halted, alert.reason) = (.error, true, Reason(.dailyDrawdown, found: 0.051, limit: 0.05))
        let texts = written(moves: true, alert: alert)
        #expect(texts.contains { $0.hasPrefix("2025-05-05 00:00 TRADING HALTED: daily drawdown") && $0.hasSuffix("\n") })
    }
}
