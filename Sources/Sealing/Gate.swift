import Market
import Messages

/// A process's edge: seals what leaves it, and judges what comes in before anything of it is trusted. What it
/// lets in carries no seal any more, so that neither journals nor stages see one.
public final class Gate {
    /// What became of a request at the edge.
    public enum Admission: Equatable {
        /// It may come in: the map without its seal.
        case open([UInt8])
        /// Why it may not, for whoever sent it.
        case refused(String)
    }

    private let process: String
    private let run: UInt32
    private let instruments: InstrumentTable
    private let keys: Keys
    private var resumes: ResumeWatch
    /// What was refused here so far.
    public private(set) var forgeries = Forgeries()

    /// The edge of a process, as in "executor.0", that started at a moment of wall time.
    public init(
        _ process: String, run: UInt32, _ instruments: InstrumentTable, _ keys: Keys,
        startedAt start: Timestamp
    ) {
        self.process = process
        self.run = run
        self.instruments = instruments
        self.keys = keys
        resumes = ResumeWatch(since: start)
    }

    // MARK: - What leaves

    /// A request as it leaves: under seal where its word is one that moves something.
    public func seal(_ kind: MessageKind, _ payload: UnsafeRawBufferPointer, to process: String) -> [UInt8] {
        let entry = TopicCatalogue.entry(kind)
        guard entry.isSealed else { return Array(payload) }
        return RequestSeal.sealed(
            payload, Self.word(entry), to: process, run: run, by: keys.request)
    }

    /// The same, of bytes in an array.
    public func seal(_ kind: MessageKind, _ payload: [UInt8], to process: String) -> [UInt8] {
        payload.withUnsafeBytes { seal(kind, $0, to: process) }
    }

    /// Seals the answer to a question where it approves an entry.
    public func approve(_ answer: Message, to question: Message) -> Message {
        guard let key = keys.approval, case .riskVerdict(var verdict) = answer, verdict.approved,
            case .riskCheck(let check) = question, !check.intent.reduces
        else { return answer }
        verdict.seal = key.seal(
            ApprovalSeal.text(
                check.intent, quantity: verdict.quantity, expires: verdict.expires, run: run, instruments))
        return .riskVerdict(verdict)
    }

    // MARK: - What comes in

    /// Judges a request that came over the socket in lockstep: what processes ask of each other comes as
    /// frames there, so that here it can only be a replay.
    public func admit(outside kind: MessageKind, _ payload: [UInt8]) -> Admission {
        let admission = admit(kind, payload)
        let entry = TopicCatalogue.entry(kind)
        guard entry.isSealed, entry.publisher != .outside, case .open = admission else { return admission }
        forgeries.replayed += 1
        return .refused(
            "\(entry.prefix) was said before: in lockstep \(process) takes it as a frame of "
                + "\(entry.publisher.name) alone")
    }

    /// Judges a request by its bytes.
    public func admit(_ kind: MessageKind, _ payload: [UInt8]) -> Admission {
        let entry = TopicCatalogue.entry(kind)
        guard entry.isSealed else { return .open(payload) }
        switch RequestSeal.find(payload, Self.word(entry), to: process, run: run, by: keys.request) {
        case .genuine(let map): return .open(map)
        case .unsealed:
            forgeries.unsealed += 1
            return .refused(
                "\(entry.prefix) moves something and carries no seal; expected \"seal\" as its last key, "
                    + "made with the request key of run \(run) for \(process) "
                    + "(docs/howto/replace-a-level.md)")
        case .broken:
            forgeries.broken += 1
            return .refused(
                "\(entry.prefix) carries a false seal; expected one made with the request key of run \(run), "
                    + "for \(process), over these very bytes (docs/howto/replace-a-level.md)")
        }
    }

    /// Judges what a request says: takes the seal of its approval away, or marks it as broken. A stage
    /// refuses what is marked.
    public func examine(_ message: Message) -> Message {
        guard case .submit(var order) = message else { return message }
        order.seal = order.intent.reduces || covers(order) ? .absent : .broken
        return .submit(order)
    }

    private func covers(_ order: SubmitOrder) -> Bool {
        guard let key = keys.approval, order.seal != .broken else { return false }
        let text = ApprovalSeal.text(
            order.intent, quantity: order.approvedQuantity, expires: order.approvalExpires, run: run,
            instruments)
        return key.knows(order.seal, on: text)
    }

    /// Why a resume comes too late or a second time, at a moment of wall time; `nil` where it doesn't.
    public func refusal(of message: Message, at now: Timestamp) -> Reason? {
        guard case .resume(let command) = message, let reason = resumes.refusal(of: command, at: now) else {
            return nil
        }
        if reason.code == .replayed { forgeries.replayed += 1 }
        return reason
    }

    /// Notes what goes on to the stages: no resume given before a halt or resume counts any more, and each
    /// entry that is marked as broken counts as one.
    public func pass(_ message: Message, at now: Timestamp) {
        switch message {
        case .halt: resumes.note(now)
        case .resume(let command): resumes.note(command.asked)
        case .submit(let order): if order.seal == .broken { forgeries.approvals += 1 }
        default: break
        }
    }

    private static func word(_ entry: TopicEntry) -> [UInt8] {
        entry.prefix.withUTF8Buffer { Array($0) }
    }
}
