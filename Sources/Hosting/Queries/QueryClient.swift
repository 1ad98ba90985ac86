import Bus
import Engine
import Files
import Market
import Messages
import Sealing
import Stages

/// Asks running processes from outside: what `strata status`, `halt` and `resume` are made of.
public struct QueryClient {
    private let context: Context
    private let directory: RunDirectory
    private let patience: Int64 = 2_000_000_000

    /// A client for the processes of a run directory (the standard one without a name), which may be missing.
    public init(runDirectory: String? = nil) throws(HostError) {
        try MachineLimits.check(writes: false)
        do {
            let named = runDirectory ?? ProcessEnvironment.variable("STRATA_RUN_DIR") ?? ""
            directory = try RunDirectory(asking: named.isEmpty ? RunDirectory.standardPath() : named)
            context = try Context()
        } catch {
            throw .failed("\(error)")
        }
    }

    /// What every process says of itself: its status object, or lines for a person. All are asked at once;
    /// one that is not there costs no time.
    public func status(asJSON: Bool) throws(HostError) -> [(process: String, reply: QueryReply)] {
        let members: [Topology.Member]
        do { members = try Endpoints.members(in: directory) } catch { throw .failed("\(error)") }
        let replies = try ask(members, topic: asJSON ? "status" : "dashboard", payload: [0x80])
        return zip(members, replies).map { ($0.name, $1) }
    }

    /// Wall time: when a person asks.
    public static var now: Timestamp { Timestamp(nanoseconds: WallClock.now()) }

    /// Gives a command and takes its acknowledgement.
    public func tell(_ message: Message, to rank: ProcessRank) throws(HostError) {
        let none = InstrumentTable([])
        var payload: [UInt8]
        do { payload = try FrameEncoder(none).bytes(bare: message) } catch { throw .failed("\(error)") }
        let member = Topology.Member(rank: rank, instance: 0)
        if TopicCatalogue.entry(message.kind).isSealed {
            payload = try seal(payload, message.kind, to: member)
        }
        let topic = "\(TopicCatalogue.entry(message.kind).prefix)"
        switch try ask([member], topic: topic, payload: payload).first ?? .notRunning {
        case .answered(let topic, let payload): try check(topic, payload)
        case .starting:
            throw .notRunning("\(member.name) is starting, and takes nothing yet: ask once more in a moment")
        case .notRunning: throw .notRunning("\(member.name) is not running in \(directory.path)")
        case .silent:
            let seconds = patience / 1_000_000_000
            throw .timedOut("\(member.name) is running and did not answer within \(seconds) s")
        }
    }

    /// A person's command moves something: it goes under the run's request key, which lies in the private
    /// folder of its sockets.
    private func seal(
        _ payload: [UInt8], _ kind: MessageKind, to member: Topology.Member
    ) throws(HostError) -> [UInt8] {
        let path = KeyFile.requestKey(in: directory.path)
        guard FileBytes.exists(path) else {
            throw .notRunning(
                "\(member.name) takes no \(kind) without the seal of its run's request key, and \(path) is "
                    + "not there: nothing runs in this folder, or its key was removed")
        }
        let content = try KeyFile.read(path)
        let gate = Gate(
            "strata", run: content.run ?? 0, InstrumentTable([]), Keys(request: content.key, approval: nil),
            startedAt: Self.now)
        return gate.seal(kind, payload, to: member.name)
    }

    private func check(_ topic: String, _ payload: [UInt8]) throws(HostError) {
        guard topic == "acknowledge" else { throw .failed(ForeignText.shown(payload, limit: 1000)) }
        let decoder = FrameDecoder(InstrumentTable([]))
        guard let message = try? payload.withUnsafeBytes({ try decoder.decode(bare: .acknowledge, $0) }),
            case .acknowledge(let answer) = message
        else { throw .failed("the answer can't be read") }
        guard answer.ok else { throw .failed(answer.reason.text) }
    }

    /// Asks those who are there, all at once and with one deadline.
    private func ask(
        _ members: [Topology.Member], topic: String, payload: [UInt8]
    ) throws(HostError) -> [QueryReply] {
        var replies = members.map { _ in QueryReply.notRunning }
        do {
            let reactor = try Reactor(signals: nil)
            let deadline = MonotonicClock.now() + patience
            var links: [(place: Int, link: RequestLink)] = []
            for (place, member) in members.enumerated() {
                let endpoint = try directory.endpoint("\(member.name).rep")
                guard endpoint.isServed else {
                    let isHere = InstanceLock.isHeld(Endpoints.presence(of: member, in: directory))
                    if isHere { replies[place] = .starting }
                    continue
                }
                let link = try RequestLink(to: endpoint, in: context, limit: 1)
                _ = reactor.watch(link)
                _ = try link.ask(topic: Array(topic.utf8), payload: payload, answerBy: deadline)
                links.append((place, link))
            }
            while links.contains(where: { $0.link.pending > 0 }) {
                reactor.wake(at: deadline)
                _ = try reactor.wait()
                let now = MonotonicClock.now()
                for (place, link) in links {
                    try link.progress(now: now) { _, outcome in replies[place] = QueryReply(outcome) }
                }
            }
            for (_, link) in links { link.close { _, _ in } }
        } catch {
            throw .failed("\(error)")
        }
        return replies
    }
}
