import Configuration
import Delivery
import Engine
import Market
import Messages
import Sealing
import Stages
import Telemetry
import Wire

/// A process of a free run without socket, clock or file: frames, requests, outcomes and ticks go in, and
/// what it wants said, asked and answered lies in `effects` then. Its shell is `ProcessHost`.
///
/// Each thing that its stages handle is one step, written down in `inputs` before. What a step says is sent
/// when its records are durable. Requests never block: their outcomes are steps of their own.
package final class ProcessCore: RequestServing {
    /// Who it is.
    package let member: Topology.Member
    package let settings: Settings
    package let header: Header
    package let log: Log
    package let refusals: RefusalLog
    /// What is to leave, in order; the shell carries it out and clears it.
    package let effects = ProcessEffects()
    /// What time it is, by the last tick.
    package let time: TickedClock
    /// What the step at hand wants said and asked.
    package let outbox: Outbox
    package let publisher: FramePublisher
    package let receiver: FrameReceiver
    package let responder: Responder
    /// Judges and seals requests; `nil` where the process has none that move something.
    package let gate: Gate?
    /// Its stages.
    @exclusivity(unchecked) package var engine: InProcessHost
    var liveness: Liveness
    /// Plays market data; only the feed handler has it.
    package var feed: (any CoreFeed)?
    /// How the market's feed does; `nil` where the data is recorded.
    package var feedStatus: (() -> FeedStatus)?
    /// Where inputs are written down; `nil` where nothing is.
    package var inputs: (any InputSink)?
    var warmUp: WarmUp?
    /// After an exact restart: what was said meanwhile is fetched before anything of it is handled.
    var catchUp: CatchUp?
    /// Fills of this run that were kept before an inexact restart, and perhaps not said.
    package var lastFills: [Fill] = []
    /// Tells a venue outside what is said on the market; `nil` where none needs it.
    package var marketEar: ((Message, Timestamp) -> Void)?
    /// Our requests that have no answer yet.
    var pending: [Outbox.Asking] = []
    /// Those of them that were asked before an exact restart, until they are asked again.
    private var askedBefore: [Outbox.Asking] = []
    /// How many recorded events the feed has played.
    @exclusivity(unchecked) package var played: UInt64 = 0
    /// The end of the data, once it was heard.
    var endHeard: Timestamp?
    /// Close of the newest candle that each symbol's stages have seen.
    package var lastCandle: [Timestamp]
    /// Event time up to which its records go, where it begins without its journal: it is no earlier here.
    package var keptUntil = Timestamp.zero
    /// The newest event time that others spoke of.
    var heardTime = Timestamp.zero
    /// Whether the data has ended here: all that was said of it is handled, and nothing more comes.
    var hasEnded = false
    /// Messages at the answering socket that were no requests: the shell counts them.
    package var malformed = 0

    /// Those who are heard.
    private let publishers: [Label]
    private let peers: [PeerQuestions]
    private let gaps: GapQuestions
    var ripple: Ripple
    /// The halt that executor and risk manager ask themselves for.
    let halt: FreeInput?
    /// What the feed says of a moment, until all of it is handled.
    @exclusivity(unchecked) private var held: [Frame] = []
    private let pace: Pace
    /// How many of those who were heard for the first time a snapshot knows.
    private var keptTellers = 0
    private var heartbeatDue: Int64 = 0
    /// Its own clock, where the market sets the pace.
    var ownClock: OwnClock?

    /// `engine` holds the stages already; records go where it says. Without a log nobody reads what it has to
    /// tell. `asksVenue`: whether the venue is asked by an effect although it stands in here.
    /// `isLive`: the market sets the pace, so that time goes on while the feed handler is gone.
    package init(
        _ member: Topology.Member, _ topology: Topology, _ settings: Settings, _ header: Header,
        _ gate: Gate?, engine: InProcessHost, log: Log?, pace: Pace = .standard,
        asksVenue: Bool = false, isLive: Bool = false, now: HostClock
    ) {
        (self.member, self.settings, self.header, self.gate) = (member, settings, header, gate)
        self.log = log ?? Log(process: member.name, level: .error, descriptor: -1)
        self.pace = pace
        self.engine = engine
        let time = TickedClock(now)
        self.time = time
        refusals = RefusalLog(self.log)
        let instruments = settings.instruments
        publisher = FramePublisher(effects, instruments, header: header) { time.now.wall }
        publisher.prepare(member.rank)
        responder = Responder(effects, settings, header: header, gate)
        ripple = Ripple(member, among: topology.members)
        halt = Self.halt(of: member)
        receiver = FrameReceiver(
            instruments, expected: header, repairing: Self.prefixes(of: member, topology, instruments))
        publishers = topology.heard(by: member.rank).map { Label(clipping: $0.name) }
        gaps = GapQuestions(publishers)
        let asked = topology.asked(by: member.rank)
        peers = asked.map { PeerQuestions($0, instruments, gate) }
        let venue: [ProcessRank] = engine.hasVenueOutside || asksVenue ? [.venue] : []
        outbox = Outbox(peers: asked.map(\.rank) + venue, log: log.map { LogObserver($0, instruments) })
        lastCandle = [Timestamp](repeating: .zero, count: instruments.count)
        liveness = Liveness(
            topology.members.filter { $0.rank != member.rank }, patience: pace.patience, now: now.monotonic)
        if isLive, member.rank != .feedHandler { ownClock = OwnClock(now, pace) }
        self.engine.observer = outbox
        self.engine.gateway = outbox
    }

    /// The prefixes of the topics that a process hears.
    package static func prefixes(
        of member: Topology.Member, _ topology: Topology, _ instruments: InstrumentTable
    ) -> [[UInt8]] {
        let followed = member.rank == .feedHandler
            ? [] : Ripple(member, among: topology.members).processes.map { "progress/\($0)" }
        return Subscriptions.prefixes(for: member.rank, instruments) + followed.map { Array($0.utf8) }
    }

    /// What time it is outside, by the last tick.
    package var clock: HostClock { time.now }

    // MARK: - What comes in

    /// Begins: `isResumed` after an exact restart.
    package func begin(isResumed: Bool) throws(HostError) {
        if isResumed {
            // What is asked from now on leaves by itself.
            askedBefore = pending
            catchUp = member.rank == .feedHandler ? nil : CatchUp(publishers, now: clock.monotonic)
            if catchUp == nil { try askAgain() }
        } else if member.rank == .feedHandler {
            for kline in feed?.tellPast(settings) ?? [] { try perform(.warmUp(kline)) }
            try join(at: .zero)
        } else {
            engine.isAsLate(as: keptUntil)
            warmUp = WarmUp(settings.instruments, now: clock.monotonic)
        }
    }

    /// Somebody hears topics with a prefix from now on, and is told what was said of them last.
    /// Who hears heartbeats from now on gets one at once: it tells how far the topics are.
    package func joined(prefix: [UInt8]) throws {
        try publisher.repeatLast(prefix: prefix)
        if prefix.elementsEqual(Subscriptions.heartbeats) { heartbeatDue = 0 }
    }

    /// A frame that came in: what is in order now is handled by `handleReady`.
    package func take(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        guard let why = receiver.take(topic: topic, payload: payload, now: clock.monotonic) else { return }
        refusals.add(why, at: clock.monotonic)
    }

    /// A frame that is too large to be looked at.
    package func refuse(tooLarge bytes: Int, topic: UnsafeRawBufferPointer) {
        refusals.add(receiver.refuse(tooLarge: bytes, topic), at: clock.monotonic)
    }

    /// A request that came in; its answer comes under its number. Of one that is too large only the size.
    package func take(request: Int, topic: [UInt8], payload: [UInt8], tooLarge bytes: Int) throws {
        guard bytes == 0 else { return try responder.refuse(tooLarge: bytes, from: request, for: self) }
        try responder.answer(topic, payload, from: request, for: self)
    }

    /// What became of a request that left on a line.
    package func take(_ outcome: AskOutcome, on line: RequestLine, ticket: Int) throws(HostError) {
        switch line {
        case .repair(let place):
            gaps.take(outcome, from: place, receiver, now: clock.monotonic)
            try handleReady()
        case .history: warmUp?.take(outcome)
        case .peer(let rank):
            guard let peer = peers.first(where: { $0.rank == rank }),
                let found = peer.take(outcome, ticket: ticket)
            else { return }
            try perform(.answer(found.input, slot: found.slot))
        }
    }

    /// Does what is due by now.
    package func tick() throws(HostError) {
        try repairGaps()
        if let warmUp, try warmUp.progress(self) { self.warmUp = nil }
        if let catchUp, catchUp.isOver(receiver, now: clock.monotonic) { try finish(catchUp) }
        if let feed { try feed.play(self) } else { try sayProgress() }
        try tellTime()
        if clock.monotonic >= heartbeatDue { try beat() }
    }

    /// When it wants a tick next, monotonic ns.
    package var due: Int64 {
        let now = clock.monotonic
        var due = min(heartbeatDue, gaps.due(receiver, now: now))
        if let feed { due = min(due, feed.due) }
        if let warmUp { due = min(due, warmUp.due(now: now)) }
        if let catchUp { due = min(due, catchUp.due(now: now)) }
        if isAlone, let ownClock { due = min(due, ownClock.due) }
        return due
    }

    // MARK: - Steps

    /// Writes an input down, lets the stages handle it, and sends what they say: later where it is held.
    /// Answers what came back to a request in this step.
    @discardableResult
    package func perform(_ input: FreeInput, holding: Bool = false) throws(HostError) -> Message? {
        // A snapshot knows what was said and nothing of what is held.
        if !holding || inputs?.wantsSnapshot == true { try sendHeld() }
        if let inputs {
            let isWritten = try inputs.write(input, orElse: halt) { save(into: &$0) }
            if !isWritten {
                if let halt { try carryOut(halt) }
                _ = try inputs.write(input, orElse: nil) { save(into: &$0) }
            }
        }
        return try carryOut(input, holding: holding)
    }

    /// Handles what is written down.
    @discardableResult
    private func carryOut(_ input: FreeInput, holding: Bool = false) throws(HostError) -> Message? {
        let answer = engine.handle(input, as: member.rank)
        note(input)
        if holding { held.append(contentsOf: outbox.frames) } else { try say() }
        try inputs?.note(outbox, answer: answer)
        outbox.clear()
        if let marketEar, case .message(let message, _) = input { marketEar(message, engine.time) }
        return answer
    }

    /// Sends what was held.
    package func sendHeld() throws(HostError) {
        if held.isEmpty { return }
        for frame in held { try say(frame) }
        held.removeAll(keepingCapacity: true)
    }

    /// The present begins: what is handled from now on can be made again.
    package func join(at time: Timestamp) throws(HostError) {
        try sayLastFills(at: time)
        try perform(.join(time))
        try inputs?.begin { save(into: &$0) }
    }

    func say() throws(HostError) {
        for frame in outbox.frames { try say(frame) }
        for asking in outbox.askings {
            pending.append(asking)
            if !publisher.isSilent { try ask(asking) }
        }
    }

    private func say(_ frame: Frame) throws(HostError) {
        try publisher.publish(frame.message, id: frame.id, causes: frame.causes, time: frame.time)
        if !publisher.isSilent { feed?.said(frame) }
    }

    private func ask(_ asking: Outbox.Asking) throws(HostError) {
        if asking.peer == .venue { return effects.ask(venue: asking.id, asking.message) }
        guard let peer = peers.first(where: { $0.rank == asking.peer }) else { return }
        try peer.ask(asking, header: header, now: clock.monotonic, into: effects)
    }

    /// Asks again what was asked before a restart: the same request gets the stored answer.
    private func askAgain() throws(HostError) {
        for asking in askedBefore { try ask(asking) }
        askedBefore = []
        try endWithData()
    }

    // MARK: - Frames

    /// Handles what is in order.
    package func handleReady() throws(HostError) {
        while try handleNext() {}
    }

    /// Handles the next frame that is in order; false where none is.
    package func handleNext() throws(HostError) -> Bool {
        guard let frame = receiver.nextReady() else { return false }
        heardTime = max(heardTime, frame.header.time)
        ownClock?.clock.heard(frame.header.time, at: clock.monotonic)
        switch frame.message {
        case .heartbeat(let beat):
            try keepTellers()
            try heard(beat)
        case .progress(let beat):
            feed?.progress(beat)
            if ripple.heard(beat), isPresent { try say(progress: ripple.said) }
        default:
            if warmUp?.holds(frame) == true || catchUp?.holds(frame) == true { return true }
            try handle(frame)
        }
        return true
    }

    /// Whether it stands in the present, and nothing of what was said is missing.
    private var isPresent: Bool { warmUp == nil && catchUp == nil && receiver.open.isEmpty }

    /// Fetches what is missing. What is lost for good is told.
    private func repairGaps() throws(HostError) {
        gaps.progress(receiver, now: clock.monotonic) { question in
            effects.ask(
                .repair(question.source), ticket: 0, topic: question.topic, payload: question.payload,
                answerBy: question.answerBy)
        }
        for notice in receiver.takeNotices() { log.write(.error, notice) }
        try handleReady()
    }

    private func handle(_ frame: FrameReceiver.Ready) throws(HostError) {
        defer { receiver.handled(frame) }
        if case .kline(let kline) = frame.message, !isNew(kline) { return }
        try perform(.message(frame.message, frame.header))
        try endWithData()
    }

    /// Once, after the data's end was heard.
    private func endWithData() throws(HostError) {
        if let endHeard, !hasEnded { try perform(.end(endHeard)) }
    }

    /// Whether a candle was not seen before: history and a restarted feed handler tell some twice.
    private func isNew(_ kline: Kline) -> Bool {
        kline.symbol.int < lastCandle.count && kline.closeTime > lastCandle[kline.symbol.int]
    }

    /// Gives history to the stages, oldest first.
    package func warmUp(with candles: [Kline]) throws(HostError) {
        for kline in candles where isNew(kline) { try perform(.warmUp(kline)) }
    }

    /// Delivers what was held back while history came in.
    package func release(_ held: [FrameReceiver.Ready]) throws(HostError) {
        for frame in held { try handle(frame) }
    }

    /// Handles what was said while the process was down, in the order of event time.
    private func finish(_ catchUp: CatchUp) throws(HostError) {
        self.catchUp = nil
        let frames = catchUp.inOrder
        if !frames.isEmpty { log.write(.info, "catches up with \(frames.count) frames") }
        try release(frames)
        try askAgain()
    }

    // MARK: - Progress and heartbeats

    /// Says that a moment is over here: everyone of lower rank has said so, and nobody owes an answer.
    private func sayProgress() throws(HostError) {
        guard isPresent, peers.allSatisfy({ !$0.isWaiting }), let time = ripple.due(liveness) else { return }
        try say(progress: time)
    }

    /// Somebody was heard for the first time, and with it where his topics stand: no input says so, and an
    /// exact restart must know it.
    private func keepTellers() throws(HostError) {
        guard receiver.newTellers > keptTellers, warmUp == nil else { return }
        keptTellers = receiver.newTellers
        try sendHeld()
        try inputs?.begin { save(into: &$0) }
    }

    private func heard(_ beat: Heartbeat) throws(HostError) {
        guard let rank = liveness.heard(beat, now: clock.monotonic) else { return }
        log.write(.info, "hears \(rank.name)")
        try perform(.link(rank, .up))
    }

    private func beat() throws(HostError) {
        heartbeatDue = clock.monotonic + pace.heartbeat
        refusals.tell(at: clock.monotonic)
        for rank in liveness.lost(now: clock.monotonic) {
            log.write(.error, "does not hear \(rank.name) any more")
            try perform(.link(rank, .down))
        }
        try publisher.publish(.heartbeat(heartbeat()), id: .none, causes: Causes(), time: engine.time)
    }
}
