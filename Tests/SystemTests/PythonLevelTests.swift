import Bus
@testable import Delivery
import Foundation
import Glibc
import Market
import Messages
import Testing
import Wire

/// The example that takes L3's place, with the test as its feed handler and as who listens to it.
@Suite(
    .enabled(if: PeerBench.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON"),
    .timeLimit(.minutes(10)))
struct PythonLevelTests {
    @Test func `an L3 in Python speaks as l3-strategy does`() throws {
        let bench = try PeerBench()
        let feed = try bench.feed()
        let heard = try bench.subscriber(to: "l3-strategy.0.pub")
        let level = try bench.python("docs/examples/l3_strategy.py")
        defer { if level.isRunning { kill(level.processIdentifier, SIGKILL) } }
        let receiver = FrameReceiver(bench.instruments, expected: bench.header)

        try bench.awaitJoins(3, on: feed)
        var first = Heartbeat()
        first.process = "feed-handler.0"
        try feed.publish(.heartbeat(first), id: .none, causes: Causes(), time: .zero)
        try hear(on: heard, receiver, bench) { message, _ in
            guard case .heartbeat(let beat) = message else { return false }
            return beat.ready && beat.process == "l3-strategy.0"
        }

        let candles = Self.candles()
        for (index, minute) in candles.enumerated() {
            for kline in minute {
                let id = EventID(raw: UInt64(index * 2 + kline.symbol.int + 1))
                try feed.publish(.kline(kline), id: id, causes: Causes(), time: kline.closeTime)
            }
            first.handled = minute[0].closeTime
            try feed.publish(.progress(first), id: .none, causes: Causes(), time: first.handled)
        }
        let end = candles[candles.count - 1][0].closeTime
        var targets: [(TacticTargets, Header)] = []
        try hear(on: heard, receiver, bench) { message, header in
            if case .tacticTargets(let target) = message { targets.append((target, header)) }
            guard case .progress(let beat) = message else { return false }
            return beat.handled == end
        }
        try check(targets, candles: candles.count)
        #expect(receiver.gaps == 0 && receiver.refused == 0)

        #expect(try ask(bench) == "refused")
        kill(level.processIdentifier, SIGTERM)
        _ = try bench.output(of: level)
        #expect(level.terminationReason == .exit && level.terminationStatus == 0)

        // Started again by hand it is heard, with nothing raised by the person.
        let again = try bench.python("docs/examples/l3_strategy.py")
        defer { if again.isRunning { kill(again.processIdentifier, SIGKILL) } }
        try bench.awaitJoins(3, on: feed)
        try feed.publish(.heartbeat(first), id: .none, causes: Causes(), time: end)
        try hear(on: heard, receiver, bench) { message, header in
            guard case .heartbeat = message else { return false }
            return header.epoch == 2
        }
    }

    private func check(_ targets: [(TacticTargets, Header)], candles: Int) throws {
        #expect(targets.count == 2 * (candles - 60))
        for (target, header) in targets {
            #expect(header.source == "l3-strategy.0" && header.sent > .zero && header.id.raw >> 62 == 1)
            #expect(header.causes.first.raw % 2 == UInt64(1 - target.symbol.int))
            #expect(target.rank == UInt16(target.symbol.int + 1))
        }
        #expect(Set(targets.map(\.1.id)).count == targets.count)
        let last = try #require(targets.last)
        #expect(last.0.regime.isHighVolatility && last.0.volatilityPercentile > 0.8)
        #expect(last.0.multipliers[.breakout] > 1 && last.0.multipliers[.meanReversion] < 1)
        #expect(targets.contains { !$0.0.regime.isHighVolatility })
    }

    /// Takes what the level says until `isEnough` says so; what can't be read fails the test.
    private func hear(
        on socket: borrowing Socket, _ receiver: FrameReceiver, _ bench: PeerBench,
        _ isEnough: (Message, Header) -> Bool
    ) throws {
        try bench.receive(on: socket) { frames in
            switch receiver.take(frames) {
            case .message(let message, let header): return isEnough(message, header)
            case .dropped: return false
            case .refused(let why):
                Issue.record("\(why)")
                return false
            }
        }
    }

    private func ask(_ bench: PeerBench) throws -> String {
        let link = try RequestLink(to: bench.directory.endpoint("l3-strategy.0.rep"), in: bench.context)
        let reactor = try Reactor(signals: nil)
        _ = reactor.watch(link)
        _ = try link.ask(topic: Array("snapshot".utf8), payload: [0x80], answerBy: bench.deadline)
        var answer = ""
        while link.pending > 0 {
            reactor.wake(at: link.nextDeadline)
            _ = try reactor.wait()
            try link.progress(now: MonotonicClock.now()) { _, outcome in
                guard case .answered(let frames) = outcome else { return }
                answer = String(decoding: frames.topic, as: UTF8.self)
            }
        }
        link.close { _, _ in }
        return answer
    }

    /// Two symbols by the minute: an hour and a half of calm with less and less movement, then a storm.
    private static func candles() -> [[Kline]] {
        (0..<120).map { minute in
            (0..<2).map { symbol in
                var kline = Kline()
                kline.symbol = SymbolID(symbol)
                kline.openTime = Timestamp(milliseconds: (29_106_216 + Int64(minute)) * 60_000)
                kline.closeTime = kline.openTime + TimeSpan(nanoseconds: 60_000_000_000)
                let swing = minute < 90 ? 200 - minute : 2_000
                kline.close = Price(raw: Int64(95_000 + (minute % 2 == 0 ? swing : -swing)) * 100_000_000)
                (kline.open, kline.high, kline.low) = (kline.close, kline.close, kline.close)
                return kline
            }
        }
    }
}
