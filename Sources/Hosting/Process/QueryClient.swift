import Bus
import Market
import Messages

/// Asks running processes from outside: what `strata status`, `halt` and `resume` are made of.
public struct QueryClient {
    private let context: Context
    private let directory: RunDirectory
    private let patience: Int64 = 2_000_000_000

    /// A client for the processes of a run directory (the standard one without a name).
    public init(runDirectory: String? = nil) throws(HostError) {
        do {
            let named = runDirectory ?? ProcessEnvironment.variable("STRATA_RUN_DIR") ?? ""
            directory = try RunDirectory(path: named.isEmpty ? RunDirectory.standardPath() : named)
            context = try Context()
        } catch {
            throw .failed("\(error)")
        }
    }

    /// The status object of a process.
    public func status(of rank: ProcessRank, instance: Int = 0) throws(HostError) -> String {
        let answer = try ask(Topology.Member(rank: rank, instance: instance), topic: "status", payload: [0x80])
        return String(decoding: answer.payload, as: UTF8.self)
    }

    /// What a process tells a person of itself.
    public func dashboard(of rank: ProcessRank, instance: Int = 0) throws(HostError) -> String {
        let answer = try ask(Topology.Member(rank: rank, instance: instance), topic: "dashboard", payload: [0x80])
        return String(decoding: answer.payload, as: UTF8.self)
    }

    /// Gives a command and takes its acknowledgement.
    public func tell(_ message: Message, to rank: ProcessRank) throws(HostError) {
        let none = InstrumentTable([])
        let answer: (topic: String, payload: [UInt8])
        do {
            let payload = try FrameEncoder(none).bytes(bare: message)
            answer = try ask(
                Topology.Member(rank: rank, instance: 0), topic: "\(TopicCatalogue.entry(message.kind).prefix)",
                payload: payload)
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
        try check(answer.topic, answer.payload)
    }

    private func check(_ topic: String, _ payload: [UInt8]) throws(HostError) {
        guard topic == "acknowledge" else { throw .failed(String(decoding: payload, as: UTF8.self)) }
        let decoder = FrameDecoder(InstrumentTable([]))
        guard let message = try? payload.withUnsafeBytes({ try decoder.decode(bare: .acknowledge, $0) }),
            case .acknowledge(let answer) = message
        else { throw .failed("the answer can't be read") }
        guard answer.ok else { throw .failed(answer.reason.text) }
    }

    private func ask(
        _ member: Topology.Member, topic: String, payload: [UInt8]
    ) throws(HostError) -> (topic: String, payload: [UInt8]) {
        var result: (topic: String, payload: [UInt8])?
        var wasSent = false
        do {
            let link = try RequestLink(to: directory.endpoint("\(member.name).rep"), in: context)
            let reactor = try Reactor(signals: nil)
            _ = reactor.watch(link)
            let deadline = MonotonicClock.now() + patience
            _ = try link.ask(topic: Array(topic.utf8), payload: payload, answerBy: deadline)
            while link.pending > 0 {
                reactor.wake(at: link.nextDeadline)
                _ = try reactor.wait()
                try link.progress(now: MonotonicClock.now()) { _, outcome in
                    switch outcome {
                    case .answered(let frames):
                        result = (String(decoding: frames.topic, as: UTF8.self), Array(frames.payload))
                    case .unanswered(let why): wasSent = why == .noAnswer
                    }
                }
            }
            link.close { _, _ in }
        } catch {
            throw .failed("\(error)")
        }
        if let result { return result }
        let seconds = patience / 1_000_000_000
        if wasSent { throw .timedOut("\(member.name) was asked and did not answer within \(seconds) s") }
        throw .notRunning("\(member.name) is not running in \(directory.path)")
    }
}
