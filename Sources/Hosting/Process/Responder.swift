import Bus
import Market
import Messages
import Stages
import Wire

/// The process's REP socket: each request gets its answer before the next is taken, and what can't be
/// read or is not answered by a stage gets a refusal that says why.
final class Responder {
    private let socket: Socket
    private let encoder: FrameEncoder
    private let requests: RequestReader
    private let instruments: InstrumentTable
    private let header: Header
    private let pages = MapWriter()
    private let replay = ReplayAnswer()
    private(set) var refused = 0
    /// The request at hand; its memory is used again.
    private var topic: [UInt8] = []
    private var payload: [UInt8] = []
    /// The request whose answer comes later: no other one is taken before it.
    private var owed: MessageKind?

    init(_ socket: consuming Socket, _ instruments: InstrumentTable, header: Header) {
        self.socket = socket
        encoder = FrameEncoder(instruments)
        requests = RequestReader(instruments, header: header)
        self.instruments = instruments
        self.header = header
    }

    /// Answers everything that waits, at most 64 requests a turn.
    func answerAll(for host: any RequestServing) throws {
        for _ in 0..<64 where owed == nil {
            var tooLarge = 0
            topic.removeAll(keepingCapacity: true)
            payload.removeAll(keepingCapacity: true)
            let came = try socket.receive { frames in
                topic.append(contentsOf: frames.topic)
                payload.append(contentsOf: frames.payload)
                tooLarge = frames.tooLargeBytes
            }
            guard came else { return }
            if tooLarge > 0 {
                try refuse(
                    "the request has \(tooLarge) bytes; at most \(FrameCheck.sizeLimit) are allowed", host)
            } else {
                try answer(topic, payload, host)
            }
        }
    }

    private func answer(_ topic: [UInt8], _ payload: [UInt8], _ host: any RequestServing) throws {
        switch String(decoding: topic.prefix(64), as: UTF8.self) {
        case "history": try answerHistory(payload, host)
        case "replay": try give("replay", replay.answer(payload, from: host.publisher), host)
        case "snapshot": try give("snapshot", replay.answerBook(payload, from: host.publisher), host)
        case "status": try send("status", Array(host.status().utf8), host)
        case "dashboard": try send("dashboard", Array(host.dashboard().utf8), host)
        case "instruments":
            let names = instruments.instruments.map { "\"\($0.name)\"" }.joined(separator: ",")
            try send("instruments", Array("[\(names)]".utf8), host)
        default: try answerStage(topic, payload, host)
        }
    }

    private func answerStage(_ topic: [UInt8], _ payload: [UInt8], _ host: any RequestServing) throws {
        guard let kind = requests.kind(ofTopic: topic), Self.takes(kind, host.member.rank) else {
            let verb = String(decoding: topic.prefix(40), as: UTF8.self)
            return try refuse("\(host.member.name) does not answer \"\(verb)\"", host)
        }
        let message: Message
        do {
            message = try requests.decode(kind, payload)
        } catch {
            return try refuse("\(kind): \(error)", host)
        }
        guard let id = RequestReader.requestID(message) else {
            return try refuse("\(kind) names no request", host)
        }
        let now = Timestamp(nanoseconds: WallClock.now())
        if let late = RequestReader.lateness(of: message, at: now) {
            return try send(Self.refusal(late), host)
        }
        switch try host.serve(id, message, topic: topic, payload: payload) {
        case .answered(let reply): try send(reply, host)
        case .unanswered: try tellUnanswered(kind, host)
        case .later: owed = kind
        }
    }

    /// Answers the request that was put off.
    func settle(_ answer: Message?, for host: any RequestServing) throws {
        guard let kind = owed else { return }
        owed = nil
        if let answer { try send(answer, host) } else { try tellUnanswered(kind, host) }
    }

    /// A process takes a refusal for no answer and asks again; a person or a script gets a reason.
    private func tellUnanswered(_ kind: MessageKind, _ host: any RequestServing) throws {
        guard RequestReader.isBare(kind) else {
            return try refuse("\(kind): \(host.member.name) had no answer to it", host)
        }
        try send(Self.refusal(Reason(.timedOut)), host)
    }

    private func answerHistory(_ payload: [UInt8], _ host: any RequestServing) throws {
        do {
            let (name, offset) = try payload.withUnsafeBytes { bytes in
                var view = try MapView(bytes)
                guard let name = try view.text("symbol") else { throw WireError.missing(field: "symbol") }
                let offset = try view.integer("from") ?? 0
                return (String(decoding: name, as: UTF8.self), Int(clamping: max(0, offset)))
            }
            guard let symbol = instruments.symbol(named: name), instruments.contains(symbol) else {
                return try refuse("history: \"\(name)\" is no pair of this run", host)
            }
            let page = host.history?.page(symbol, from: offset) ?? (klines: [], more: false)
            HistoryPage.encode(page.klines, more: page.more, into: pages)
            try send("history", Array(pages.bytes), host)
        } catch let error as WireError {
            try refuse("history: \(error)", host)
        }
    }

    private func give(_ verb: String, _ outcome: ReplayAnswer.Outcome, _ host: any RequestServing) throws {
        switch outcome {
        case .frames(let bytes): try send(verb, bytes, host)
        case .refused(let why): try refuse("\(verb): \(why)", host)
        }
    }

    private func refuse(_ why: String, _ host: any RequestServing) throws {
        refused += 1
        host.refusals.write("request refused: \(why)")
        _ = try socket.send(topic: Array("refused".utf8), payload: Array(why.utf8.prefix(Frames.largest)))
    }

    private func send(_ message: Message, _ host: any RequestServing) throws {
        var header = header
        header.time = host.eventTime
        let payload: UnsafeRawBufferPointer
        do {
            payload = try encoder.encode(message, header)
        } catch {
            return try refuse("the answer \(message.kind) can't be written: \(error)", host)
        }
        // A message is far below the largest frame.
        let verb = TopicCatalogue.entry(message.kind).prefix
        let topic = UnsafeRawBufferPointer(start: verb.utf8Start, count: verb.utf8CodeUnitCount)
        _ = try socket.send(topic: topic, payload: payload)
    }

    /// What doesn't fit into one frame is refused: no question of somebody's may end the process.
    private func send(_ topic: String, _ payload: [UInt8], _ host: any RequestServing) throws {
        guard payload.count <= Frames.largest else {
            return try refuse(
                "\(topic): the answer has \(payload.count) bytes; one frame takes \(Frames.largest)", host)
        }
        _ = try socket.send(topic: Array(topic.utf8), payload: payload)
    }

    private static func refusal(_ reason: Reason) -> Message {
        var answer = Acknowledge()
        answer.reason = reason
        return .acknowledge(answer)
    }

    /// Whether a process answers a kind of request.
    private static func takes(_ kind: MessageKind, _ rank: ProcessRank) -> Bool {
        if kind == .signal { return rank == .l1Operational }
        let entry = TopicCatalogue.entry(kind)
        return entry.delivery == .request && entry.listeners.contains(rank)
    }
}
