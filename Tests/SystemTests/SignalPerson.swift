import Bus
@testable import Control
import Foundation
import Market
import Messages
import Stages
import Testing

/// A person who sends lone signals to L1 of a run of any pairs, and hears what became of them.
final class SignalPerson {
    private let instruments: InstrumentTable
    private let directory: RunDirectory
    private let context: Context
    private let ear: Socket
    private let inspector: FrameInspector
    private var reports: [ExecutionReport] = []
    private var number = 0
    private var isOpen = false
    /// What L1 answered last.
    private var answer = "nothing"

    /// - Parameter pairs: those of the run, in its order.
    init(_ runDirectory: String, _ pairs: [String]) throws {
        instruments = InstrumentTable(
            pairs.map {
                Instrument(
                    name: $0, market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero, maxQuantity: .zero,
                    minNotional: .zero)
            })
        directory = try RunDirectory(path: runDirectory)
        context = try Context()
        inspector = FrameInspector(instruments)
        ear = try Socket(.sub, in: context)
        for topic in ["reports/", "heartbeat/"] { try ear.subscribe(prefix: Array(topic.utf8)) }
        try ear.connect(directory.endpoint("l1-operational.0.pub"))
    }

    /// Buys until that is filled, or refused for its own sake: what is not ready yet is asked again.
    func trade(_ pair: String, _ quantity: Double, stop: Double) throws -> ExecutionReport {
        let passing: Set<ReasonCode> = [
            .approvalExpired, .reconciling, .feedStale, .riskManagerGone, .executorGone, .noPrice, .venueGone, .warmUp,
            .spreadTooWide, .notEnoughLiquidity, .reduceOnly,
        ]
        let deadline = MonotonicClock.now() + 90_000_000_000
        // A report can follow its signal at once: a heartbeat shows that the ear is open.
        while !isOpen {
            try #require(MonotonicClock.now() < deadline, "l1-operational is not heard")
            listen()
        }
        while true {
            let id = try send(pair, quantity, stop: stop)
            let report = id.flatMap { id in wait(for: id, until: min(deadline, MonotonicClock.now() + 20_000_000_000)) }
            if let report, report.status == .filled || !passing.contains(report.reason.code) { return report }
            try #require(MonotonicClock.now() < deadline, "\(pair): \(report.map { "\($0)" } ?? "no report"); L1 said \(answer)")
            usleep(100_000)
        }
    }

    /// Sends one signal; `nil` where L1 does not listen yet.
    private func send(_ pair: String, _ quantity: Double, stop: Double) throws -> Label? {
        number += 1
        var signal = Signal()
        signal.signalID = Label(clipping: "person-\(getpid())-\(number)-\(MonotonicClock.now() % 1_000_000)")
        signal.symbol = try #require(instruments.symbol(named: pair))
        (signal.side, signal.quantity, signal.stopLoss) = (.buy, Quantity(quantity)!, Price(stop)!)
        let socket = try Socket(.req, in: context)
        let endpoint = try directory.endpoint("l1-operational.0.rep")
        guard endpoint.isServed else { return nil }
        try socket.connect(endpoint)
        let payload = try FrameEncoder(instruments).bytes(bare: .signal(signal))
        let deadline = MonotonicClock.now() + 5_000_000_000
        while try !socket.send(topic: Array("signal".utf8), payload: payload) {
            guard MonotonicClock.now() < deadline else { return nil }
            usleep(5_000)
        }
        guard try socket.waitForInput(until: deadline) else { return nil }
        _ = try socket.receive { answer = ForeignText.shown($0.payload, limit: 600) }
        return signal.signalID
    }

    private func wait(for id: Label, until deadline: Int64) -> ExecutionReport? {
        while MonotonicClock.now() < deadline {
            if let report = reports.first(where: { $0.signalID == id }) { return report }
            listen()
        }
        return nil
    }

    private func listen() {
        _ = try? ear.waitForInput(until: MonotonicClock.now() + 20_000_000)
        _ = try? ear.drain { frames in
            isOpen = true
            if case .message(_, .report(let report)) = inspector.inspect(frames) { reports.append(report) }
        }
    }
}
