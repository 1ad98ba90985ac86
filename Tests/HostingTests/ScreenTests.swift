import Configuration
@testable import Control
@testable import Engine
import Foundation
@testable import Hosting
import Market
import Messages
@testable import Reports
import TestSupport
import Testing

/// The screen of `strata up` at any size: the most important stands on top, nothing scrolls, nothing wraps.
@Suite struct ScreenTests {
    private static let sizes = [
        Terminal.Size(rows: 24, columns: 80), Terminal.Size(rows: 10, columns: 40), Terminal.Size(rows: 50, columns: 200),
        Terminal.Size(rows: 5, columns: 20), Terminal.Size(rows: 1, columns: 1), Terminal.Size(rows: 30, columns: 100),
        Terminal.Size(rows: 12, columns: 132), Terminal.Size(rows: 3, columns: 300),
    ]

    private func settings() throws -> Settings {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL.path
        return try SetupLoader.load(
            safeList: root + "/safe_list.json", instruments: root + "/samples/instruments.json", configuration: ""
        ).settings
    }

    /// A run in full swing, with much news and every process.
    private func busy(_ settings: Settings, isHalted: Bool = false) -> (screen: Screen, summary: RunSummary) {
        var screen = Screen(settings, run: 7)
        var summary = RunSummary(settings.instruments)
        for rank in ProcessRank.processes {
            screen.started(Topology.Member(rank: rank, instance: 0), restarts: rank == .l4Meta ? 2 : 0, at: 0)
            var beat = Heartbeat()
            beat.process = Label(clipping: "\(rank.name).0")
            (beat.published, beat.received, beat.ready) = (123_456_789, 987_654_321, true)
            if isHalted, rank == .executor {
                beat.halt = .diskFull
                beat.haltedSince = Timestamp(milliseconds: 1_746_374_400_000)
            }
            screen.heard(beat, at: 0)
        }
        for count in 0..<40 {
            var fill = Fill()
            (fill.symbol, fill.price, fill.quantity) = (SymbolID(count % 3), Price(raw: 9_441_750_000_000), Quantity(raw: 300_000))
            let time = Timestamp(milliseconds: 1_746_374_400_000 + Int64(count) * 60_000)
            screen.add(.fill(fill), at: time)
            summary.add(.fill(fill), at: time)
        }
        var pnl = PnLUpdate()
        (pnl.equity, pnl.dayPnL, pnl.drawdown) = (Money(raw: 998_400_000_000), Money(raw: -1_600_000_000), 0.002)
        screen.add(.pnlUpdate(pnl), at: .zero)
        return (screen, summary)
    }

    private func grid(_ screen: Screen, _ summary: RunSummary, _ size: Terminal.Size, at now: Int64 = 0) -> TerminalGrid {
        var grid = TerminalGrid(rows: size.rows, columns: size.columns)
        // What stood there before must be gone.
        grid.take(String(repeating: "old ", count: size.columns))
        var fresh = TerminalGrid(rows: size.rows, columns: size.columns)
        let drawing = Terminal.drawing(screen.rows(summary, in: size, at: now), in: size)
        grid.take(drawing)
        fresh.take(drawing)
        #expect(grid.lines == fresh.lines, "something of before is left at \(size)")
        return fresh
    }

    @Test(arguments: sizes)
    func `nothing scrolls or wraps, and title, equity and a halt stand on top`(_ size: Terminal.Size) throws {
        let settings = try settings()
        for isHalted in [false, true] {
            let (screen, summary) = busy(settings, isHalted: isHalted)
            let grid = grid(screen, summary, size)
            #expect(grid.scrolls == 0 && grid.wraps == 0 && grid.unknown.isEmpty && grid.isAsShellExpects)
            let lines = grid.lines
            guard size.columns >= 24, size.rows >= 3 else { continue }
            #expect(lines[0].hasPrefix("Strata  run 7  PAPER"), "\(lines)")
            #expect(lines[1].hasPrefix("TRADING IS HALTED") == isHalted, "\(lines)")
            #expect(lines[isHalted ? 2 : 1].hasPrefix("equity 9984.00 USDT"), "\(lines)")
        }
    }

    @Test func `an ordinary terminal has room for all pairs, all processes and news`() throws {
        let settings = try settings()
        let (screen, summary) = busy(settings, isHalted: true)
        let lines = grid(screen, summary, Terminal.Size(rows: 24, columns: 80)).lines
        for symbol in settings.instruments.symbols {
            #expect(lines.contains { $0.hasPrefix(settings.instruments.name(symbol)) }, "\(lines)")
        }
        for rank in ProcessRank.processes { #expect(lines.contains { $0.contains("\(rank.name).0") }, "\(lines)") }
        #expect(lines.contains("latest") && lines.contains { $0.contains("mom/rev/brk") })
        #expect(lines[1].contains("records can't be kept") && lines[1].contains("2025-05-04T16:00"), "\(lines[1])")
        let small = grid(screen, summary, Terminal.Size(rows: 10, columns: 40)).lines
        #expect(small.contains { $0.hasPrefix("processes: 7 of 7") } && small.contains { $0.hasPrefix("SOL/USDT") }, "\(small)")
    }

    @Test func `a process that is gone or silent is named, on the screen and in the line`() throws {
        let settings = try settings()
        var (screen, summary) = busy(settings)
        #expect(!screen.line(summary, at: 1_000_000_000).contains("missing"))
        screen.ended(Topology.Member(rank: .executor, instance: 0), "signal 9", at: 1)
        let lines = grid(screen, summary, Terminal.Size(rows: 24, columns: 80)).lines
        #expect(lines[2] == "MISSING: executor.0" && lines.contains { $0.contains("MISSING: ended (signal 9)") }, "\(lines)")
        let line = screen.line(summary, at: 5_000_000_000)
        #expect(line.contains("missing ") && line.contains("executor.0") && line.contains("l4-meta.0"), "\(line)")
    }

    @Test func `before the data there is no 1970 and no equity of zero, and a halt is in the line`() throws {
        let settings = try settings()
        let fresh = Screen(settings, run: 7)
        let summary = RunSummary(settings.instruments)
        #expect(fresh.line(summary, at: 0) == "waiting for data\n")
        let lines = grid(fresh, summary, .standard).lines
        #expect(lines[0].contains("waiting for data") && !lines.contains { $0.contains("1970") || $0.contains("equity 0") })
        let (screen, busySummary) = busy(settings, isHalted: true)
        #expect(screen.line(busySummary, at: 0).contains("HALTED (disk_full)"))
    }

    @Test func `names count by the columns that they take, and move no cursor`() {
        #expect(DisplayText.width("漢字") == 4 && DisplayText.width("e\u{301}") == 1)
        #expect(DisplayText.clipped("漢字漢字", to: 5) == "漢字…")
        #expect(DisplayText.clipped("a\u{1B}[2Jb\n", to: 40) == "a\\x1b[2Jb\\x0a")
        #expect(DisplayText.clipped("abc", to: 2) == "a…" && DisplayText.clipped("abc", to: 0).isEmpty)
    }

    @Test func `more pairs than rows are counted, not scrolled away`() throws {
        let settings = try settings()
        let (screen, summary) = busy(settings)
        let lines = screen.rows(summary, in: Terminal.Size(rows: 6, columns: 60), at: 0)
        #expect(lines.count <= 6 && lines.contains { $0.contains("more pairs") }, "\(lines)")
    }

    @Test func `only a terminal that can, and may, is drawn on`() {
        for environment in [["TERM": "dumb"], [:], ["TERM": "xterm", "NO_COLOR": "1"], ["TERM": "xterm"]] {
            // Standard input of tests is no terminal.
            #expect(!Terminal.canDraw(open("/dev/null", O_RDONLY)) { environment[$0] })
        }
    }
}
