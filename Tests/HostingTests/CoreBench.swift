import Configuration
@testable import Cores
@testable import Delivery
@testable import Engine
import Market
import Messages
import Sealing
import Stages
import Telemetry
import TestSupport
import Wire

/// A process without socket, clock or disk, with whatever stage a test gives it.
final class CoreBench {
    /// What a process wanted, with its bytes.
    enum Word: Equatable {
        case said(topic: String, payload: [UInt8])
        case asked(RequestLine, ticket: Int, topic: String, payload: [UInt8], answerBy: Int64)
        case answered(request: Int, topic: String, payload: [UInt8])
        case askedVenue(RequestID, Message)
    }

    static let second: Int64 = 1_000_000_000
    let core: ProcessCore
    let settings: Settings
    private let folder = TemporaryFolder()
    private var requests = 0

    init(
        _ rank: ProcessRank, _ stage: some Stage, _ settings: Settings = .standard, epoch: UInt32 = 1,
        isLive: Bool = false
    ) throws {
        self.settings = settings
        let member = Topology.Member(rank: rank, instance: 0)
        let header = Self.header(member.name, epoch)
        var engine = InProcessHost(ids: .free(epoch: epoch, counter: 0))
        engine.add(stage, rank: rank)
        let gate = Gate(member.name, run: header.run, settings.instruments, TestKey.keys(), startedAt: .zero)
        core = ProcessCore(
            member, Topology(tacticInstances: 1), settings, header, gate, engine: engine, log: Log(process: "test", level: .error),
            isLive: isLive, now: HostClock(monotonic: Self.second, wall: Self.second))
    }

    deinit { folder.remove() }

    /// The header of a process of the same run.
    static func header(_ name: String, _ epoch: UInt32 = 1) -> Header {
        var header = Header()
        (header.run, header.source, header.epoch) = (1, Label(clipping: name), epoch)
        return header
    }

    /// Time goes on, and what is due is done.
    func pass(_ nanoseconds: Int64) throws {
        core.time.now.monotonic += nanoseconds
        core.time.now.wall += nanoseconds
        try core.tick()
    }

    /// Another process says something.
    func hear(_ message: Message, from name: String, _ sequence: UInt64, at time: Timestamp = .zero) throws {
        var header = Self.header(name)
        (header.sequence, header.time) = (sequence, time)
        let payload = try FrameEncoder(settings.instruments).bytes(message, header)
        let topic = Array(TopicCatalogue.topic(of: message, settings.instruments).utf8)
        topic.withUnsafeBytes { topic in payload.withUnsafeBytes { core.take(topic: topic, payload: $0) } }
        while try core.handleNext() {}
    }

    /// The heartbeat of another process, with how far its topics have come; or its progress, with the news.
    func tell(
        _ said: [(topic: [UInt8], last: UInt64)], from name: String, _ sequence: UInt64, isProgress: Bool = false
    ) throws {
        var header = Self.header(name)
        header.sequence = sequence
        var beat = Heartbeat()
        beat.process = Label(clipping: name)
        let encoder = FrameEncoder(settings.instruments)
        let message = isProgress ? Message.progress(beat) : .heartbeat(beat)
        let payload = Array(try encoder.encode(message, header, said: said))
        let topic = Array("\(isProgress ? "progress" : "heartbeat")/\(name)".utf8)
        topic.withUnsafeBytes { topic in payload.withUnsafeBytes { core.take(topic: topic, payload: $0) } }
        while try core.handleNext() {}
    }

    /// Somebody asks: the answers.
    func ask(_ topic: [UInt8], _ payload: [UInt8]) throws -> [(topic: [UInt8], payload: [UInt8])] {
        requests += 1
        try core.take(request: requests, topic: topic, payload: payload, tooLarge: 0)
        return words().compactMap { word in
            guard case .answered(requests, let topic, let payload) = word else { return nil }
            return (Array(topic.utf8), payload)
        }
    }

    /// A request of the process is answered by a message, or as `outcome` says.
    func settle(_ line: RequestLine, ticket: Int, _ answer: Message) throws {
        let payload = try FrameEncoder(settings.instruments).bytes(answer, Self.header("peer.0"))
        let topic = TopicCatalogue.entry(answer.kind).prefix.withUTF8Buffer { Array($0) }
        try topic.withUnsafeBytes { topic in
            try payload.withUnsafeBytes {
                try core.take(.answered(topic: topic, payload: $0), on: line, ticket: ticket)
            }
        }
    }

    /// What it wants, once.
    func words() -> [Word] {
        defer { core.effects.clear() }
        return core.effects.list.map { effect in
            switch effect {
            case .publish(let topic, let payload):
                let (topic, payload) = bytes(topic, payload)
                return .said(topic: topic, payload: payload)
            case .ask(let line, let ticket, let topic, let payload, let answerBy):
                let (topic, payload) = bytes(topic, payload)
                return .asked(line, ticket: ticket, topic: topic, payload: payload, answerBy: answerBy)
            case .answer(let request, let topic, let payload):
                let (topic, payload) = bytes(topic, payload)
                return .answered(request: request, topic: topic, payload: payload)
            case .askVenue(let id, let message): return .askedVenue(id, message)
            }
        }
    }

    private func bytes(_ topic: ProcessEffect.Part, _ payload: ProcessEffect.Part) -> (String, [UInt8]) {
        core.effects.withBytes(topic, payload) { (String(decoding: $0, as: UTF8.self), Array($1)) }
    }
}
