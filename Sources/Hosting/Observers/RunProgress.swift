import Bus
import Engine
import Market
import Messages
import Reports
import Telemetry

/// How far a run has come, for whoever waits: one line that moves on a terminal, and a few plain ones
/// elsewhere. Errors and halts are told at once.
public final class RunProgress: FrameObserver {
    /// Wall time between two looks of the line, ns.
    private static let period: Int64 = 200_000_000
    /// Plain lines between the first and the last.
    private static let plainLines: Int64 = 10

    private let summary: SummaryObserver
    private let moves: Bool
    private let write: (String) -> Void
    private let now: () -> Int64
    private let began: Int64
    /// Event times of the first step, and of the data's end: never where that isn't known.
    private var first = Timestamp.never
    private let last: Timestamp
    private var due: Int64 = 0
    /// Event time at which the next plain line is due.
    private var plainDue = Timestamp.never
    private var steps = 0
    /// Columns of the line that stands there.
    private var shown = 0

    /// - Parameters:
    ///   - moves: whether a line can be written over.
    ///   - now: a monotonic clock, ns.
    public init(
        _ summary: SummaryObserver, to last: Timestamp, moves: Bool,
        now: @escaping () -> Int64 = MonotonicClock.now, write: @escaping (String) -> Void
    ) {
        (self.summary, self.moves, self.now, self.write) = (summary, moves, now, write)
        self.last = last
        began = now()
    }

    public func published(_ frame: Frame) {
        switch frame.message {
        case .alert(let alert), .riskAlert(let alert):
            guard alert.severity == .error || alert.halted, alert.signalID.isEmpty else { return }
            tell("\(frame.time.minuteText) \(alert.halted ? "TRADING HALTED: " : "")\(alert.reason.text)")
        default: break
        }
    }

    public func stepEnded(at time: Timestamp) {
        if first == .never {
            first = time
            plainDue = moves ? .never : next(after: time)
        }
        if time >= plainDue {
            tell(line(at: time))
            plainDue = next(after: time)
        }
        // The clock costs more than most steps.
        steps += 1
        guard moves, steps % 64 == 0 else { return }
        let now = now()
        guard now >= due else { return }
        due = now + Self.period
        draw(line(at: time))
    }

    /// The data is at its end: the moving line goes.
    public func finish() { draw("") }

    private func next(after time: Timestamp) -> Timestamp {
        guard last != .never, last > first else { return time.next(multipleOf: .days(7)) }
        return time + TimeSpan(nanoseconds: max((last - first).nanoseconds / Self.plainLines, 1))
    }

    /// A whole line, above the one that moves.
    private func tell(_ text: String) {
        draw("")
        write(text + "\n")
    }

    private func draw(_ text: String) {
        guard moves, !text.isEmpty || shown > 0 else { return }
        let clipped = String(text.prefix(Paragraph.width - 1))
        let rest = String(repeating: " ", count: max(0, shown - clipped.count))
        write("\r\(clipped)\(rest)\(clipped.isEmpty ? "\r" : "")")
        shown = clipped.count
    }

    /// "43 %  2025-05-17 08:00  81 trades  equity 9991.20  12 s left"
    private func line(at time: Timestamp) -> String {
        let run = summary.summary
        let equity = run.equity.map { "  equity \($0.text(decimals: 2))" } ?? ""
        let text = "\(time.minuteText)  \(run.total.trades) trades\(equity)"
        guard last != .never, last > first else { return text }
        let share = min(1, max(0, (time - first).seconds / (last - first).seconds))
        let percent = Columns.pad("\(Int(share * 100))", 3, left: false)
        return "\(percent) %  \(text)\(left(share))"
    }

    /// Wall time that the rest takes, at the speed so far.
    private func left(_ share: Double) -> String {
        let taken = Double(now() - began) / 1e9
        guard share > 0.01, taken > 1 else { return "" }
        let seconds = Int64((taken / share * (1 - share)).rounded())
        return "  \(TimeSpan.seconds(seconds).words) left"
    }
}
