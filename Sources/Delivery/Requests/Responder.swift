import Configuration
import Market
import Messages
import Sealing
import Stages
import Wire

/// Where a process answers: each request gets one answer, and what can't be read or is not answered by a
/// stage gets a refusal that says why.
package final class Responder {
    private let sink: any AnswerSink
    private let encoder: FrameEncoder
    private let requests: RequestReader
    private let instruments: InstrumentTable
    private let header: Header
    private let gate: Gate?
    private let pages = MapWriter()
    private let replay = ReplayAnswer()
    private var refusals = 0
    private var signals: SignalGate
    /// The number of the request at hand: the way back to who asked; `nil` where it was published, and
    /// nobody waits for an answer.
    private var asker: Int?
    /// The requests whose turn comes later.
    private var owed = OwedAnswers()

    package init(_ sink: any AnswerSink, _ settings: Settings, header: Header, _ gate: Gate?) {
        self.sink = sink
        self.gate = gate
        instruments = settings.instruments
        signals = SignalGate(rate: settings.operational.outsideSignalRate)
        encoder = FrameEncoder(instruments)
        requests = RequestReader(instruments, header: header)
        self.header = header
    }

    /// Requests that were refused.
    package var refused: Int { refusals }

    /// Refuses a request of so many bytes that it was not looked at.
    package func refuse(tooLarge bytes: Int, from request: Int, for host: any RequestServing) throws {
        asker = request
        try refuse("the request has \(bytes) bytes; at most \(FrameCheck.sizeLimit) are allowed", host)
    }

    /// Answers a request that came in under a number, at once or when its turn has come.
    package func answer(
        _ topic: [UInt8], _ payload: [UInt8], from request: Int, for host: any RequestServing
    ) throws {
        asker = request
        try answer(topic, payload, host)
    }

    /// Takes a signal that somebody outside published as one that was asked; its report is all the answer.
    package func hear(signal payload: [UInt8], tooLarge bytes: Int, for host: any RequestServing) throws {
        asker = nil
        guard bytes == 0 else {
            let limit = FrameCheck.sizeLimit
            return try refuse("the signal has \(bytes) bytes; at most \(limit) are allowed", host)
        }
        if let flaw = requests.flaw(ofHeader: payload) { return try refuse("signal: \(flaw)", host) }
        try answerStage(Self.signalTopic, payload, host, isNew: true)
    }

    private static let signalTopic = Array("signal".utf8)

    private func answer(_ topic: [UInt8], _ payload: [UInt8], _ host: any RequestServing) throws {
        switch String(decoding: topic.prefix(64), as: UTF8.self) {
        case "history": try answerHistory(payload, host)
        case ReplayCodec.frames:
            try give(ReplayCodec.frames, replay.answer(payload, from: host.publisher), host)
        case ReplayCodec.book:
            try give(ReplayCodec.book, replay.answerBook(payload, from: host.publisher), host)
        case "status": try send("status", Array(host.status().utf8), host)
        case "dashboard": try send("dashboard", Array(host.dashboard().utf8), host)
        case "instruments":
            let names = instruments.instruments.map { "\"\($0.name)\"" }.joined(separator: ",")
            try send("instruments", Array("[\(names)]".utf8), host)
        default: try answerStage(topic, payload, host, isNew: true)
        }
    }

    private func answerStage(
        _ topic: [UInt8], _ payload: [UInt8], _ host: any RequestServing, isNew: Bool = false
    ) throws {
        guard let kind = requests.kind(ofTopic: topic), Self.takes(kind, host.member.rank) else {
            let verb = ForeignText.shown(topic, limit: 40)
            return try refuse("\(host.member.name) does not answer \"\(verb)\"", host)
        }
        guard let (id, message) = try read(kind, payload, host) else { return }
        if isNew, kind == .signal, let reason = signals.refusal(at: host.clock.monotonic) {
            note("signal: \(reason.text)", host)
            return try send(Self.refusal(reason), host)
        }
        guard owed.isEmpty else {
            let isKept = owed.wait(OwedAnswers.Request(asker, kind, topic, payload))
            return isKept ? () : try refuse("\(host.member.name) has too many requests before it", host)
        }
        try serve(id, kind, message, topic, payload, host)
    }

    /// A request with its name; `nil` where there is none, which was told. A signal that can't be read comes
    /// by its names alone, so that everybody can hear how it ended.
    private func read(
        _ kind: MessageKind, _ payload: [UInt8], _ host: any RequestServing
    ) throws -> (RequestID, Message)? {
        guard let map = try admit(kind, payload, host) else { return nil }
        do {
            let read = try requests.decode(kind, map)
            let message = gate?.examine(read) ?? read
            if let id = RequestReader.requestID(message) { return (id, message) }
            try refuse("\(kind) names no request", host)
        } catch let error as WireError {
            if let named = requests.unread(kind, payload) { return named }
            try refuse("\(kind): \(error)", host)
        }
        return nil
    }

    private func serve(
        _ id: RequestID, _ kind: MessageKind, _ message: Message, _ topic: [UInt8], _ payload: [UInt8],
        _ host: any RequestServing
    ) throws {
        let now = Timestamp(nanoseconds: host.clock.wall)
        if let late = RequestReader.lateness(of: message, at: now) ?? gate?.refusal(of: message, at: now) {
            if late.code == .replayed { note(refusal: "\(kind): \(late.text)", host) }
            return try send(Self.refusal(late), host)
        }
        if case .submit(let order) = message, order.seal == .broken {
            note(refusal: "\(kind): \(order.forgery.text)", host)
        }
        switch try host.serve(id, message, topic: topic, payload: payload) {
        case .answered(let reply):
            try tell(gate?.approve(reply, to: message) ?? reply, kind, payload, host)
        case .unanswered: try tell(nil, kind, payload, host)
        case .later: owed.wait(OwedAnswers.Request(asker, kind, topic, payload))
        }
    }

    /// Tells the asker the answer; of a signal that could not be read, what is wrong with it.
    private func tell(
        _ answer: Message?, _ kind: MessageKind, _ payload: [UInt8], _ host: any RequestServing
    ) throws {
        if kind == .signal, let flaw = requests.flaw(kind, payload) {
            try refuse("\(kind): \(flaw)", host)
        } else if let answer {
            try send(answer, host)
        } else {
            try tellUnanswered(kind, host)
        }
    }

    /// The map of a request without its seal; `nil` where it was refused for want of a true one.
    private func admit(
        _ kind: MessageKind, _ payload: [UInt8], _ host: any RequestServing
    ) throws -> [UInt8]? {
        guard TopicCatalogue.entry(kind).isSealed else { return payload }
        guard let gate else {
            try refuse("\(kind): \(host.member.name) holds no key of this run", host)
            return nil
        }
        switch host.isLockstep ? gate.admit(outside: kind, payload) : gate.admit(kind, payload) {
        case .open(let map): return map
        case .refused(let why):
            try refuse(why, host)
            return nil
        }
    }

    /// A request that was put off has its turn.
    package func turnCame(_ topic: [UInt8], _ payload: [UInt8]) { owed.turnCame(topic, payload) }

    /// Answers the request whose turn it was, and lets the next one have its own.
    package func settle(_ answer: Message?, for host: any RequestServing) throws {
        guard let done = owed.takeFirst() else { return }
        asker = done.asker
        try tell(answer, done.kind, done.payload, host)
        // One that is answered at once, by a refusal say, leaves the turn to the next.
        let waiting = owed.takeAll()
        for request in waiting {
            asker = request.asker
            try answerStage(request.topic, request.payload, host)
        }
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
                let shown = ForeignText.quoted(name, limit: 40)
                return try refuse("history: \(shown) is no pair of this run", host)
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
        note(why, host)
        try reply("refused", Array(why.utf8.prefix(FrameCheck.sizeLimit)))
    }

    private func note(_ why: String, _ host: any RequestServing) {
        refusals += 1
        note(refusal: why, host)
    }

    private func note(refusal why: String, _ host: any RequestServing) {
        let what = asker == nil ? "publication" : "request"
        host.refusals.add("\(what) refused: \(why)", at: host.clock.monotonic)
    }

    private func reply(_ topic: String, _ payload: [UInt8]) throws {
        guard let asker else { return }
        var topic = topic
        try topic.withUTF8 { topic in
            try payload.withUnsafeBytes {
                try sink.answer(asker, topic: UnsafeRawBufferPointer(topic), payload: $0)
            }
        }
    }

    private func send(_ message: Message, _ host: any RequestServing) throws {
        guard let asker else { return }
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
        try sink.answer(asker, topic: topic, payload: payload)
    }

    /// What doesn't fit into one frame is refused: no question of somebody's may end the process.
    private func send(_ topic: String, _ payload: [UInt8], _ host: any RequestServing) throws {
        guard payload.count <= FrameCheck.sizeLimit else {
            return try refuse(
                "\(topic): the answer has \(payload.count) bytes; one frame takes \(FrameCheck.sizeLimit)",
                host)
        }
        try reply(topic, payload)
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
