import Cores
import Delivery
import Messages
import Stages
import Telemetry

/// A process's input journal in memory: the newest snapshot and the inputs since, which outlive its deaths
/// where the simulation says so.
final class MemoryJournal: InputSink {
    /// What an input led to, as far as a restart is held against it.
    struct Led: Equatable {
        let frames: Int
        let last: EventID?
        let askings: Int
        let answer: MessageKind?

        init(_ outbox: Outbox, _ answer: Message?) {
            let said = outbox.frames
            frames = said.count
            last = said.last?.id
            askings = outbox.askings.count
            self.answer = answer?.kind
        }
    }

    struct Entry {
        let input: FreeInput
        /// `nil` where the process died before it had handled it.
        var led: Led?
    }

    /// Inputs of a segment.
    private static let segment = 2_000

    private(set) var snapshot: [UInt8] = []
    private(set) var entries: [Entry] = []
    private(set) var hasBegun = false
    /// Told before an input is handled, when it is written, and when it was handled; either may end the
    /// process.
    var willHandle: (FreeInput) throws(HostError) -> Void = { _ in }
    var didHandle: (FreeInput, Outbox, Message?) throws(HostError) -> Void = { _, _, _ in }
    private let bug: PlantedBug?
    private var current: FreeInput?
    /// Whether it is in the journal.
    private var isKept = false

    init(_ bug: PlantedBug?) { self.bug = bug }

    /// Nothing can be read of it any more.
    func forget() {
        (snapshot, hasBegun) = ([], false)
        entries.removeAll()
    }

    var wantsSnapshot: Bool { hasBegun && entries.count >= Self.segment }

    func begin(_ state: (inout StateWriter) -> Void) {
        var writer = StateWriter()
        state(&writer)
        snapshot = writer.bytes
        entries.removeAll(keepingCapacity: true)
        hasBegun = true
    }

    func write(
        _ input: FreeInput, orElse halt: FreeInput?, _ state: (inout StateWriter) -> Void
    ) throws(HostError) -> Bool {
        if wantsSnapshot { begin(state) }
        current = input
        isKept = bug != .journalledLate && hasBegun && !isLeftOut(input)
        if isKept { entries.append(Entry(input: input, led: nil)) }
        try willHandle(input)
        return true
    }

    func note(_ outbox: Outbox, answer: Message?) throws(HostError) {
        guard let current else { return }
        try didHandle(current, outbox, answer)
        guard bug == .journalledLate, hasBegun else { return }
        entries.append(Entry(input: current, led: Led(outbox, answer)))
    }

    /// What the newest input led to was heard: a restart is held against it.
    func isHeard(_ outbox: Outbox, _ answer: Message?) {
        guard isKept, !entries.isEmpty else { return }
        entries[entries.count - 1].led = Led(outbox, answer)
    }

    /// The planted mistakes: who is gone and who is back is not written down, or what time it was meanwhile.
    private func isLeftOut(_ input: FreeInput) -> Bool {
        guard let bug else { return false }
        return switch input {
        case .link: bug == .linkForgotten
        case .tick: bug == .tickForgotten
        default: false
        }
    }

    /// What the last input led to, where only a restart handled it.
    func handled(_ place: Int, _ led: Led) { entries[place].led = led }
}
