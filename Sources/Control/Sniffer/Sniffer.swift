import Bus
import Hosting
import Market
import Messages
import Stages

/// Hears every publisher of a run directory and shows what it says; or shows a recording.
public final class Sniffer {
    private static let second: Int64 = 1_000_000_000

    private let options: SniffOptions
    private let instruments: InstrumentTable
    private let write: (String) -> Bool
    /// Nobody reads any more.
    private var isDeserted = false
    private let complain: (String) -> Void

    /// `write` gets what stands on stdout and answers whether anybody reads it, `complain` what stands on
    /// stderr.
    public init(
        _ options: SniffOptions, _ instruments: InstrumentTable, write: @escaping (String) -> Bool,
        complain: @escaping (String) -> Void
    ) {
        self.options = options
        self.instruments = instruments
        self.write = write
        self.complain = complain
    }

    /// Runs until the count, the time or a signal ends it.
    public func run() throws(HostError) {
        if let path = options.play { return try play(path) }
        try MachineLimits.check()
        do {
            try listen()
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    // MARK: - A running system

    private func listen() throws {
        let named = options.runDirectory ?? ProcessEnvironment.variable("STRATA_RUN_DIR") ?? ""
        let directory = try RunDirectory(asking: named.isEmpty ? RunDirectory.standardPath() : named)
        let signals = try SignalWatch()
        let line = try SniffLine(directory, prefixes: options.prefixes)
        let reactor = try Reactor(signals: signals)
        let slot = reactor.watch(line.socket)
        let start = MonotonicClock.now()
        let end = options.seconds.map { start + Int64(min($0, 1e9) * Double(Self.second)) } ?? .max
        let began = Timestamp(nanoseconds: WallClock.now())
        let recording = try options.record.map { try FrameRecordingWriter($0, began: began) }
        var session = SniffSession(instruments, options, began: began)
        for line in TopicGuide.complaints(options.prefixes, instruments) { complain(line + "\n") }
        var tick = start + Self.second
        while true {
            reactor.wake(at: min(tick, end))
            let wakeup = try reactor.wait()
            if reactor.isReady(slot) { try take(line, into: &session, recording) }
            let now = MonotonicClock.now()
            if now >= tick {
                session.tick(at: Timestamp(nanoseconds: WallClock.now()))
                if session.frames == 0, tick == start + Self.second { tellSilence(directory) }
                try line.join()
                tick = max(tick + Self.second, now)
            }
            flush(&session)
            if wakeup.signal != nil || isComplete(session) || now >= end || isDeserted { break }
        }
        try recording?.close()
        session.finish(at: Timestamp(nanoseconds: WallClock.now()))
        flush(&session)
        try judge(session, directory)
    }

    private func take(
        _ line: SniffLine, into session: inout SniffSession, _ recording: FrameRecordingWriter?
    ) throws {
        var failure: HostError?
        let cap = min(256, (options.count ?? .max) - session.frames)
        try line.socket.drain(upTo: cap) { frames in
            let received = Timestamp(nanoseconds: WallClock.now())
            session.take(frames, at: received)
            guard !frames.isTooLarge, failure == nil else { return }
            do throws(HostError) {
                try recording?.append(topic: frames.topic, payload: frames.payload, at: received)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func isComplete(_ session: SniffSession) -> Bool { session.frames >= options.count ?? .max }

    private func tellSilence(_ directory: RunDirectory) {
        let served = Self.served(directory)
        guard served > 0 else {
            return complain("nothing heard in \(directory.path) yet; `strata up` starts the processes\n")
        }
        let what = options.prefixes.isEmpty ? "" : " of " + options.prefixes.joined(separator: ", ")
        complain(
            "\(served) processes run in \(directory.path); nothing heard\(ForeignText.shown(what)) yet\n")
    }

    /// How many publish there now.
    private static func served(_ directory: RunDirectory) -> Int {
        RunPublishers.names(in: directory).count { name in
            (try? directory.endpoint(name).isServed) ?? false
        }
    }

    /// What the exit code says: an unreached count is a time-out, no frame of any topic nobody there.
    private func judge(_ session: SniffSession, _ directory: RunDirectory) throws(HostError) {
        guard options.seconds != nil, !isDeserted else { return }
        let isAlone = options.count == nil && Self.served(directory) == 0
        if session.frames == 0, options.prefixes.isEmpty || isAlone {
            throw .notRunning("no process of Strata is heard in \(directory.path); start it with `strata up`")
        }
        if let count = options.count, session.frames < count {
            throw .timedOut("heard \(session.frames) of \(count) frames in the time given")
        }
    }

    // MARK: - A recording

    private func play(_ path: String) throws(HostError) {
        let reader = try FrameRecordingReader(path: path)
        var session = SniffSession(instruments, options, began: reader.began)
        var last = reader.began
        defer {
            session.finish(at: last)
            flush(&session)
        }
        var tick = reader.began + TimeSpan(nanoseconds: Self.second)
        while !isComplete(session), !isDeserted, let frame = try reader.next() {
            last = max(last, frame.received)
            if last >= tick {
                session.tick(at: last)
                tick = last.next(multipleOf: TimeSpan(nanoseconds: Self.second))
            }
            guard options.wants(frame.topic) else { continue }
            session.take(topic: frame.topic, payload: frame.payload, at: frame.received)
            flush(&session)
        }
        session.tick(at: last)
    }

    private func flush(_ session: inout SniffSession) {
        let text = session.takeText()
        if !text.output.isEmpty, !write(text.output) { isDeserted = true }
        if !text.notices.isEmpty { complain(text.notices) }
    }
}
