import Configuration
import Delivery
import Engine
import Exchanges
import Market
import Messages
import Stages
import Telemetry

/// Gives the feed handler's stage what a live market tells, when it does: nobody is waited for. Where the
/// market says nothing, its clock ticks.
package final class LiveFeed: CoreFeed {
    /// How many events are given before the process looks at anything else.
    private static let burst = 256

    /// The candles that were said, for who asks for history.
    package private(set) var history: HistoryRing
    /// When its clock ticks next, monotonic ns. What the market tells is given when the process is woken.
    package private(set) var due: Int64 = 0
    @exclusivity(unchecked) private var source: any FeedPort
    /// When the newest candle closed that the market told before its first event.
    private let pastEnd: Timestamp
    private let pace: Pace
    private let log: Log
    /// `nil` before the first look at a clock.
    private var eventClock: EventClock?
    @exclusivity(unchecked) private var tickDue: Int64 = 0
    private var progressDue: Int64 = 0
    private var hasEnded = false
    private var complaining = Complaining()

    /// - Parameter history: an empty ring for the candles that were said.
    package init(_ source: any FeedPort, history: HistoryRing, pace: Pace = .standard, log: Log) {
        (self.source, self.history, self.pace, self.log) = (source, history, pace, log)
        pastEnd = source.history.last?.closeTime ?? .never
        for kline in source.history { self.history.add(kline) }
    }

    /// What the port knows from before its first event; says how far that goes.
    package func tellPast(_ settings: Settings) -> [Kline] {
        let past = source.history
        let lines = WarmUpLines.lines(past, settings, before: past.last?.closeTime ?? .zero)
        for line in lines { log.write(.info, line) }
        return past
    }

    /// Gives all that the market has told by now, or lets the clock tick.
    package func play(_ core: ProcessCore) throws(HostError) {
        guard !hasEnded else {
            due = .max
            return
        }
        do { try give(core, core.clock.monotonic) } catch { throw HostError(any: error) }
        try core.sendHeld()
        if core.clock.monotonic >= progressDue, core.engine.time > .zero {
            progressDue = core.clock.monotonic + pace.progress
            try core.say(progress: core.engine.time)
        }
        complain(at: core.clock.monotonic)
    }

    /// Tells what could not be used since the last time; a source that goes on for months has no end at which
    /// it could.
    private func complain(at now: Int64, isLast: Bool = false) {
        let lines = complaining.lines(source.complaints, at: now, isLast: isLast)
        for line in lines { log.write(.warning, line) }
    }

    private func give(_ core: ProcessCore, _ now: Int64) throws {
        var clock = eventClock ?? begun(core.clock.wall, now)
        defer { eventClock = clock }
        for _ in 0..<Self.burst {
            switch try source.next() {
            case .event(let event):
                clock.heard(event.time, at: now)
                // What tells a new time stands for a tick; what comes later than a tick does not.
                if event.time > core.engine.time { tickDue = now + pace.tick }
                let time = max(event.time, core.engine.time)
                try core.perform(.feed(event.message, time), holding: true)
            case .nothing: return try tick(core, clock, now)
            case .end: return try end(core)
            }
        }
        try tick(core, clock, now)
        due = now
    }

    /// The market's clock, from the newest that is known of it.
    private func begun(_ wall: Int64, _ now: Int64) -> EventClock {
        var clock = EventClock(wall: wall, now: now, speed: pace.marketSpeed)
        if pastEnd != .never { clock.heard(pastEnd, at: now) }
        return clock
    }

    /// Time goes on although nothing comes: silence is noticed by it, approvals age and timers fire.
    private func tick(_ core: ProcessCore, _ clock: EventClock, _ now: Int64) throws {
        if now >= tickDue {
            tickDue = now + pace.tick
            var word = Clock()
            word.time = clock.time(at: now)
            if clock.isKnown, word.time > core.engine.time {
                try core.perform(.feed(.clock(word), word.time), holding: true)
            }
        }
        due = tickDue
    }

    private func end(_ core: ProcessCore) throws {
        hasEnded = true
        due = .max
        try core.perform(.end(core.engine.time))
        complain(at: core.clock.monotonic, isLast: true)
        log.write(.info, "\(source.name) is at its end")
    }

    /// Keeps the candles that were said.
    package func said(_ frame: Frame) {
        if case .kline(let kline) = frame.message { history.add(kline) }
    }

    /// Nobody is waited for.
    package func progress(_ beat: Heartbeat) {}

    /// What a live market told while nobody heard it is its port's to fetch: nothing is skipped here.
    package func resume(after count: UInt64, hasEnded: Bool) {
        self.hasEnded = hasEnded
        history.removeAll()
        for kline in source.history { history.add(kline) }
    }
}
