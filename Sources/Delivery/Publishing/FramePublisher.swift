import Engine
import Market
import Messages
import Stages
import Wire

/// Says messages, numbers them per topic, and keeps the last frame of each topic for those who join late
/// (the last-value cache of the ZeroMQ guide, chapter 5).
package final class FramePublisher {
    /// One topic of this process.
    package struct Line {
        /// The topic; empty until something was said.
        package var bytes: [UInt8] = []
        package var sequence: UInt64 = 0
        /// The last words: one, or several where the topic has several states.
        var last: [Remembered] = []
        var ring = FrameRing()
        /// How often `progress` still tells its newest number.
        var tellings = 0
        /// Of depth: the book as it was said so far.
        var book: SaidBook?

        /// Number of the newest frame of what can be had again; 0 where nothing can.
        @inline(__always) package var newest: UInt64 { book == nil ? ring.newest : sequence }
    }

    /// A word that late joiners are told.
    struct Remembered: BitwiseCopyable {
        let message: Message
        let header: Header
    }

    /// A frame of progress may be lost: so many of them tell a number.
    private static let tellings = 3
    /// Topics whose numbers one frame tells, which keeps it below the largest.
    private static let tellLimit = 1000

    /// Where frames leave.
    private let sink: any FrameSink
    /// Wall time for `sent`, ns.
    private let wall: () -> Int64
    private let encoder: FrameEncoder
    private let instruments: InstrumentTable
    @exclusivity(unchecked) private var header: Header
    /// A line per kind and symbol, found by place, not by name.
    @exclusivity(unchecked) package var lines: [Line]
    /// Topics beside those: candles of other lengths than a minute.
    package var others: [Line] = []
    /// Lines of a kind: one for each symbol, one for none, and one for the account's row of former pairs.
    private let width: Int
    /// Frames that were published since the start.
    @exclusivity(unchecked) package private(set) var published: UInt64 = 0

    /// In lockstep: how far each topic has come since `takeSaid`. Every topic is kept, too.
    private var said: [Reach] = []
    private let isLockstep: Bool
    /// What the next heartbeat or progress tells.
    private var told: [(topic: [UInt8], last: UInt64)] = []
    /// While a process makes what it said before its restart again: kept, not sent.
    @exclusivity(unchecked) package var isSilent = false

    /// What can be asked for again by its number: every topic of which each frame counts.
    private static let kept = KindSet(TopicCatalogue.entries.filter { $0.delivery == .everyOne }.map(\.kind))

    /// Kinds with which it tells how far its topics have come.
    private static let telling: KindSet = [.heartbeat, .progress]

    /// `wall` tells the time of day, ns: when a frame was sent.
    package init(
        _ sink: any FrameSink, _ instruments: InstrumentTable, header: Header, isLockstep: Bool = false,
        wall: @escaping () -> Int64
    ) {
        self.sink = sink
        self.wall = wall
        self.isLockstep = isLockstep
        encoder = FrameEncoder(instruments)
        self.instruments = instruments
        self.header = header
        width = instruments.count + 2
        lines = [Line](repeating: Line(), count: MessageKind.allCases.count * width)
    }

    /// Reserves the memory for all that a process says, so that little is allocated while it runs.
    package func prepare(_ rank: ProcessRank) {
        for entry in TopicCatalogue.entries where entry.publisher == rank && Self.kept.contains(entry.kind) {
            let first = Int(entry.kind.rawValue) * width
            for place in first..<first + width { lines[place].ring.reserve() }
        }
    }

    /// Encodes and sends one message.
    package func publish(_ message: Message, id: EventID, causes: Causes, time: Timestamp) throws(HostError) {
        header.id = id
        header.causes = causes
        header.time = time
        if !isLockstep, Self.telling.contains(message.kind) { tell(onlyNews: message.kind == .progress) }
        let place = lineIndex(of: message)
        if place >= 0 {
            if lines[place].bytes.isEmpty {
                lines[place].bytes = Array(TopicCatalogue.topic(of: message, instruments).utf8)
            }
            try send(message, &lines[place])
        } else {
            let place = otherIndex(of: Array(TopicCatalogue.topic(of: message, instruments).utf8))
            try send(message, &others[place])
        }
    }

    /// Says a message on a topic of its own: requests and answers in lockstep. `seal` makes of its bytes what
    /// leaves.
    package func publish(
        _ message: Message, topic: [UInt8], id: EventID, causes: Causes, time: Timestamp,
        seal: ((UnsafeRawBufferPointer) -> [UInt8])? = nil
    ) throws(HostError) {
        header.id = id
        header.causes = causes
        header.time = time
        let place = otherIndex(of: topic)
        try send(message, &others[place], seal)
    }

    /// Takes what was said since the last call, per topic the newest number, into an array used again.
    package func takeSaid(into reaches: inout [Reach]) {
        reaches.removeAll(keepingCapacity: true)
        swap(&reaches, &said)
    }

    /// Forgets what was said since the last call.
    package func forgetSaid() { said.removeAll(keepingCapacity: true) }

    private func note(_ bytes: [UInt8], _ sequence: UInt64) throws {
        let topic = try bytes.withUnsafeBytes { try Reach.topic($0) }
        if let index = said.firstIndex(where: { $0.topic == topic }) {
            said[index].last = sequence
        } else {
            said.append(Reach(publisher: 0, topic: topic, last: sequence))
        }
    }

    private func send(
        _ message: Message, _ line: inout Line, _ seal: ((UnsafeRawBufferPointer) -> [UInt8])? = nil
    ) throws(HostError) {
        line.sequence += 1
        published += 1
        header.sequence = line.sequence
        header.sent = Timestamp(nanoseconds: wall())
        do {
            if isLockstep { try note(line.bytes, line.sequence) }
            let payload = try encode(message)
            if let seal {
                try seal(payload).withUnsafeBytes { try send($0, message.kind, &line) }
            } else {
                try send(payload, message.kind, &line)
            }
            remember(message, &line)
        } catch {
            throw .failed("can't say \(ForeignText.shown(line.bytes)): \(error)")
        }
    }

    private func send(_ payload: UnsafeRawBufferPointer, _ kind: MessageKind, _ line: inout Line) throws {
        if !isSilent { try sink.publish(topic: line.bytes, payload: payload) }
        guard isLockstep || Self.kept.contains(kind) else { return }
        line.ring.keep(payload, sequence: line.sequence)
        line.tellings = Self.tellings
    }

    private func remember(_ message: Message, _ line: inout Line) {
        if case .depth(let depth) = message, !isLockstep {
            if line.book == nil { line.book = SaidBook(depth.symbol) }
            line.book?.take(depth, header)
        }
        guard TopicCatalogue.remembered.contains(message.kind) else { return }
        line.last.removeAll { TopicCatalogue.replaces(message, $0.message) }
        line.last.append(Remembered(message: message, header: header))
    }

    private func encode(_ message: Message) throws(WireError) -> UnsafeRawBufferPointer {
        guard !isLockstep, Self.telling.contains(message.kind) else {
            return try encoder.encode(message, header)
        }
        return try encoder.encode(message, header, said: told)
    }

    /// Finds the newest number of each topic that is kept; `onlyNews` leaves out what was told often enough.
    private func tell(onlyNews: Bool) {
        told.removeAll(keepingCapacity: true)
        // Where they lie: few of the many lines have anything to tell, and a copy of each costs more.
        lines.withUnsafeMutableBufferPointer { lines in
            for index in lines.indices where lines[index].newest > 0 && told.count < Self.tellLimit {
                if onlyNews {
                    guard lines[index].tellings > 0 else { continue }
                    lines[index].tellings -= 1
                }
                told.append((lines[index].bytes, lines[index].newest))
            }
        }
    }

    /// Says again the last words of every remembered topic that begins with a prefix: someone joined. Those
    /// who had them drop them by their numbers, in whose order they lie.
    package func repeatLast(prefix: [UInt8]) throws {
        for line in lines where !line.last.isEmpty && line.bytes.starts(with: prefix) {
            for last in line.last {
                var header = last.header
                header.newest = line.sequence
                let payload = try encoder.encode(again: last.message, header)
                try sink.publish(topic: line.bytes, payload: payload)
            }
        }
    }

    /// The book of a depth topic as frames that a listener begins with, as far from the touch as one answer
    /// takes; `nil` where this process never said the topic.
    package func book(topic: [UInt8]) throws(WireError) -> [[UInt8]]? {
        guard let line = lines.first(where: { $0.bytes == topic && !topic.isEmpty }), let book = line.book
        else { return nil }
        return try book.frames(encoder)
    }

    /// The frames of a topic with numbers from `first` to `last`, as many as are kept and fit into one
    /// answer; `nil` where this process never said the topic.
    package func replay(topic: [UInt8], from first: UInt64, to last: UInt64) -> [[UInt8]]? {
        guard let line = (lines + others).first(where: { $0.bytes == topic && !topic.isEmpty }) else {
            return nil
        }
        return line.ring.frames(from: first, to: last)
    }

    private func lineIndex(of message: Message) -> Int {
        if case .kline(let kline) = message, kline.interval != .m1 { return -1 }
        let first = Int(message.kind.rawValue) * width
        if instruments.contains(message.symbol) { return first + message.symbol.int }
        if case .account(let row) = message, row.asset == Account.formerPairs { return first + width - 1 }
        return first + width - 2
    }

    private func otherIndex(of bytes: [UInt8]) -> Int {
        if let found = others.firstIndex(where: { $0.bytes == bytes }) { return found }
        others.append(Line(bytes: bytes))
        return others.count - 1
    }
}
