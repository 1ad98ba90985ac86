import Bus
import Market
import Messages
import Wire

/// What the sniffer makes of the frames it hears: lines, counts, rates, latencies. It reads no clock and no
/// socket, so that a recording is shown as a running system is.
struct SniffSession {
    /// What stands on stdout next; its owner takes it.
    private(set) var output = ""
    /// What stands on stderr next.
    private(set) var notices = ""
    /// Frames heard, those that can't be read included.
    private(set) var frames = 0
    private(set) var refused = 0
    private(set) var sequences = SequenceTable()

    private let options: SniffOptions
    /// What was sent before is said again for us.
    private let began: Timestamp
    private let inspector: FrameInspector
    private let text: FrameText
    private var rates: RateTable
    private var latencies: LatencyTable
    private var refusalsTold = 0

    init(_ instruments: InstrumentTable, _ options: SniffOptions, began: Timestamp) {
        self.options = options
        self.began = began
        inspector = FrameInspector(instruments)
        text = FrameText(instruments: instruments, isJSON: options.isJSON)
        rates = RateTable(began: began)
        latencies = LatencyTable(began: began)
    }

    /// A message off the socket.
    mutating func take(_ frames: Frames, at received: Timestamp) {
        take(
            inspector.inspect(frames), topic: frames.topic,
            bytes: frames.isTooLarge ? frames.tooLargeBytes : frames.payload.count, at: received)
    }

    /// A recorded frame.
    mutating func take(topic: [UInt8], payload: [UInt8], at received: Timestamp) {
        topic.withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                let frame = inspector.inspect(topic: topic, payload: payload)
                take(frame, topic: topic, bytes: payload.count, at: received)
            }
        }
    }

    private mutating func take(
        _ frame: InspectedFrame, topic: UnsafeRawBufferPointer, bytes: Int, at received: Timestamp
    ) {
        frames += 1
        if options.showsRate { rates.take(topic: topic) }
        var isAgain = false
        switch frame {
        case .message(let header, _):
            let place = sequences.take(header, topic: topic)
            if case .after(let missing) = place { tellGap(header, topic, missing) }
            if place != .again { latencies.take(header, at: received) }
            isAgain = place == .again || header.sent > .zero && header.sent < began
        case .refused(let why): tellRefusal(why, topic, bytes)
        }
        if options.showsFrames {
            output += text.line(frame, topic: topic, bytes: bytes, at: received, isAgain: isAgain) + "\n"
        }
    }

    private mutating func tellGap(_ header: Header, _ topic: UnsafeRawBufferPointer, _ missing: UInt64) {
        notices += "gap: \(header.source) \(ForeignText.shown(topic)): "
            + "\(missing) missing before seq \(header.sequence)\n"
    }

    // Where frames are printed, the line itself says why.
    private mutating func tellRefusal(_ why: String, _ topic: UnsafeRawBufferPointer, _ bytes: Int) {
        refused += 1
        guard !options.showsFrames, refusalsTold < 20 else { return }
        refusalsTold += 1
        notices += "unreadable \(ForeignText.shown(topic)) (\(bytes) bytes): "
            + ForeignText.shown(why, limit: 300)
            + (refusalsTold == 20 ? " (further ones are only counted)\n" : "\n")
    }

    /// A second has gone by.
    mutating func tick(at now: Timestamp) {
        if options.showsRate {
            output += rates.tick(isJSON: options.isJSON, isDrawn: options.drawsInPlace, at: now)
        }
        if options.showsLatency { output += latencies.text(isJSON: options.isJSON, at: now) }
    }

    /// The end: the latencies once more, what was heard, and each gap.
    mutating func finish(at now: Timestamp) {
        if options.showsLatency { output += latencies.text(isJSON: options.isJSON, at: now) }
        for line in sequences.gaps {
            notices += "gaps: \(line.source) \(line.topic): \(line.missing) missing\n"
        }
        notices += "\(frames) frames, \(sequences.missing) missing, \(refused) unreadable\n"
    }

    /// Hands over what is to be written, and forgets it.
    mutating func takeText() -> (output: String, notices: String) {
        defer {
            output.removeAll(keepingCapacity: true)
            notices.removeAll(keepingCapacity: true)
        }
        return (output, notices)
    }
}
