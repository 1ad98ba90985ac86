import Configuration
import Delivery
import Engine
import Exchanges
import Market
import Messages
import Stages
import Telemetry

/// Plays recorded data into the feed handler's stage at a multiple of its own speed.
///
/// It begins when everyone is ready, and never runs ahead of the slowest listener by more than one
/// moment: before the next one it waits until each has said that the last one was handled (or has been
/// silent too long to be waited for). A moment are all candles of a minute, or what is recorded within a
/// millisecond of the run's own time.
package final class FeedDriver: CoreFeed {
    /// Wall time after which it begins although someone is missing, and goes on although someone is silent.
    private static let patience: Int64 = 15_000_000_000
    private static let silence: Int64 = 1_000_000_000
    private static let reminder: Int64 = 25_000_000
    /// How long what follows from a moment goes before the question whether the moment is over, which
    /// wakes every process: of the time until the next moment at most half.
    private static let precedence: Int64 = 2_000_000
    /// Wall time in nanoseconds whose events are one moment, at most a second of their own: asking everyone
    /// after each single tick costs far more than the tick.
    private static let moment = 1_000_000.0
    private static let longestMoment = 1_000_000_000.0
    /// Between two ticks of the clock where no data is due: at least so much wall time and event time, ns.
    private static let tickPeriod = 50_000_000.0
    private static let tickSpan = 1_000_000_000.0
    /// The longest wait in nanoseconds, a century: a speed next to nothing is no reason to overflow.
    private static let longest = 3.2e18

    /// The newest candles of each pair that were said, those of before the first event included.
    package private(set) var history: HistoryRing
    /// When it wants to play next, monotonic ns; `.max` after the end of the data.
    package private(set) var due: Int64 = 0
    private var source: any FeedPort
    private var upcoming: MarketEvent?
    private let speed: Double
    private let expected: Int
    private var startedAt: Int64?
    private var openedAt: Int64?
    private var firstTime = Timestamp.zero
    /// The moment whose events were all played, and when.
    private var played = Timestamp.zero
    private var playedAt: Int64 = 0
    private var remindedAt: Int64 = 0
    /// When it may be asked whether the moment that was played last is over.
    private var askAt: Int64?
    /// It goes on from the very event.
    private var isResumed = false
    private var playing = Timestamp.zero
    /// Until when events belong to the moment that is being played.
    private var momentEnd = Timestamp.zero
    private var progress: [(process: Label, time: Timestamp)] = []
    /// When the clock ticks next if nothing comes until then.
    private var tickDue: Int64 = 0
    /// Whether the end of the data was played.
    package private(set) var hasEnded = false
    private let log: Log

    package init(
        _ source: any FeedPort, _ settings: Settings, speed: Double, expected: Int, log: Log
    ) throws {
        self.log = log
        self.source = source
        self.speed = speed
        self.expected = expected
        history = HistoryRing(settings)
        upcoming = try self.source.nextRecorded()
        for kline in self.source.history { history.add(kline) }
    }

    /// What the data holds before its first event, to warm up from; says how far that goes.
    package func tellPast(_ settings: Settings) -> [Kline] {
        let lines = WarmUpLines.lines(source.history, settings, before: upcoming?.time ?? .zero)
        for line in lines { log.write(.info, line) }
        return source.history
    }

    /// Keeps the candles that were said, for `history`.
    package func said(_ frame: Frame) {
        if case .kline(let kline) = frame.message { history.add(kline) }
    }

    /// A listener has handled everything up to a moment.
    package func progress(_ beat: Heartbeat) {
        if let index = progress.firstIndex(where: { $0.process == beat.process }) {
            progress[index].time = beat.handled
        } else {
            progress.append((beat.process, beat.handled))
        }
    }

    /// Plays what is due. All that a moment says leaves together, so that it wakes its listeners once.
    package func play(_ host: ProcessCore) throws(HostError) {
        do { try playDue(host, host.clock.monotonic) } catch { throw HostError(any: error) }
        try host.sendHeld()
    }

    private func playDue(_ host: ProcessCore, _ now: Int64) throws {
        guard !hasEnded else {
            due = .max
            return
        }
        guard let start = try begin(host, now) else { return }
        for _ in 0..<64 {
            if playing > .zero, upcoming.map({ $0.time > momentEnd }) ?? true {
                guard try finish(playing, host, start) else { return }
                guard isHandled(host.liveness, now) else { return try remind(host, now) }
            }
            guard let event = upcoming else { return try end(host) }
            due = start + wallTime(event.time)
            guard due <= now else { return try tick(host, now - start, before: event.time) }
            if event.time > momentEnd { momentEnd = event.time + span }
            playing = event.time
            tickDue = now + tickPeriod
            try host.perform(.feed(event.message, event.time), holding: true)
            upcoming = try source.nextRecorded()
        }
        due = now
    }

    /// Time goes on although no data is due: `clock` says so, and with it silence is noticed, approvals age
    /// and timers fire. It never overtakes the data, and stands still where that is played as fast as it
    /// goes.
    private func tick(_ host: ProcessCore, _ elapsed: Int64, before next: Timestamp) throws(HostError) {
        guard speed > 0, playing > .zero else { return }
        let now = host.clock.monotonic
        if now >= tickDue {
            tickDue = now + tickPeriod
            var clock = Clock()
            clock.time = firstTime + TimeSpan(nanoseconds: Int64(min(Double(elapsed) * speed, Self.longest)))
            if clock.time > host.engine.time, clock.time < next {
                try host.perform(.feed(.clock(clock), clock.time), holding: true)
            }
        }
        due = min(due, tickDue)
    }

    /// Wall time between two ticks, ns.
    private var tickPeriod: Int64 {
        Int64(max(Self.tickPeriod, min(Self.tickSpan / max(speed, 1e-9), Self.longest)))
    }

    /// What was said of the moment may be lost, or an answer to it: everyone says again how far it is.
    private func remind(_ host: ProcessCore, _ now: Int64) throws {
        due = max(remindedAt, playedAt) + Self.reminder
        guard due <= now else { return }
        remindedAt = now
        due = now + Self.reminder
        try host.say(progress: played)
    }

    /// Says once that all of a moment was played; false while what follows from it goes first.
    private func finish(_ time: Timestamp, _ host: ProcessCore, _ start: Int64) throws -> Bool {
        guard time > played else { return true }
        try host.sendHeld()
        let now = host.clock.monotonic
        let pause = upcoming.map { min(Self.precedence, (start + wallTime($0.time) - now) / 2) } ?? 0
        let moment = askAt ?? now + max(0, pause)
        guard now >= moment else {
            askAt = moment
            due = moment
            return false
        }
        askAt = nil
        played = time
        playedAt = now
        try host.say(progress: time)
        return true
    }

    private func wallTime(_ time: Timestamp) -> Int64 {
        guard speed > 0 else { return 0 }
        return Int64(min(Double((time - firstTime).nanoseconds) / speed, Self.longest))
    }

    /// How much event time makes a moment.
    private var span: TimeSpan {
        TimeSpan(nanoseconds: Int64(min(Self.moment * max(0, speed), Self.longestMoment)))
    }

    private func begin(_ host: ProcessCore, _ now: Int64) throws -> Int64? {
        if let startedAt { return startedAt }
        let openedAt = openedAt ?? now
        self.openedAt = openedAt
        let ready = host.liveness.ready
        guard ready >= expected || now - openedAt > Self.patience else {
            due = now + 5_000_000
            return nil
        }
        if ready < expected { host.log.write(.warning, "begins with \(ready) of \(expected) listeners") }
        if !isResumed { try skip(to: host.liveness.handled, host) }
        startedAt = now
        firstTime = upcoming?.time ?? .zero
        return now
    }

    /// Goes on where the others are: a feed handler that was restarted in mid-run plays nothing twice. What
    /// it skips it keeps as history.
    private func skip(to time: Timestamp, _ host: ProcessCore) throws {
        guard time > .zero else { return }
        while let event = upcoming, event.time <= time {
            if case .kline(let kline) = event.message { history.add(kline) }
            upcoming = try source.nextRecorded()
        }
        host.log.write(.info, "goes on after \(time)")
    }

    /// Goes on behind as many events as were played before an exact restart.
    package func resume(after count: UInt64, hasEnded: Bool) throws(HostError) {
        isResumed = true
        self.hasEnded = hasEnded
        do { try skip(count) } catch { throw HostError(any: error) }
    }

    private func skip(_ count: UInt64) throws {
        for _ in 0..<count {
            guard let event = upcoming else { return }
            if case .kline(let kline) = event.message { history.add(kline) }
            upcoming = try source.nextRecorded()
        }
    }

    /// Whether everyone who is there has handled what was played. Who is gone is not waited for.
    private func isHandled(_ liveness: Liveness, _ now: Int64) -> Bool {
        if now - playedAt > Self.silence { return true }
        return liveness.isDone { process in
            progress.contains { $0.process == process && $0.time >= played }
        }
    }

    private func end(_ host: ProcessCore) throws {
        hasEnded = true
        due = .max
        let time = host.engine.time
        try host.perform(.end(time))
        tellProblems()
        host.log.write(.info, "the recorded data is at its end")
    }

    /// What could not be used of the files, with places.
    private func tellProblems() {
        for line in source.complaints.text { log.write(.warning, line) }
    }
}
