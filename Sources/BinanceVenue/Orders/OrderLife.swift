import Messages

/// How far an order is, as far as anybody knows. Nothing that may have left is sent again: from `sent` and
/// `doubtful` no way leads back to `waiting` but the exchange's own word that it did nothing, or the proof
/// that it never arrived.
///
/// | phase    | wanted  | left | stayed  | refused | missed   | told open | told ended | not found        |
/// | -------- | ------- | ---- | ------- | ------- | -------- | --------- | ---------- | ---------------- |
/// | waiting  | –       | sent | –       | ended   | –        | open      | ended      | –                |
/// | sent     | –       | –    | waiting | ended   | doubtful | open      | ended      | –                |
/// | doubtful | –       | –    | –       | –       | –        | open      | ended      | doubtful, absent |
/// | open     | –       | –    | –       | –       | –        | open      | ended      | open, ended      |
/// | ended    | –       | –    | –       | –       | –        | –         | –          | –                |
/// | absent   | waiting | –    | –       | –       | –        | open      | ended      | –                |
struct OrderLife: BitwiseCopyable, Sendable, Hashable {
    enum Phase: UInt8, BitwiseCopyable, Sendable, CaseIterable {
        /// To be sent; it never was, or is known not to have arrived.
        case waiting
        /// On its way.
        case sent
        /// It may have arrived: the exchange is asked.
        case doubtful
        /// The exchange has it.
        case open
        /// It is over.
        case ended
        /// The exchange has never had it.
        case absent
    }

    private(set) var phase: Phase
    /// How it stands there.
    private(set) var status = OrderStatus.pending
    /// When the exchange said for the first time that it doesn't know it, monotonic; `.max` where it didn't.
    private(set) var firstNotFound = Int64.max

    init(_ phase: Phase) { self.phase = phase }

    /// Takes news; answers whether the phase changed.
    @discardableResult
    mutating func apply(_ news: OrderNews) -> Bool {
        let before = phase
        switch (news, phase) {
        case (.wanted, .absent), (.stayed, .sent): phase = .waiting
        case (.left, .waiting): phase = .sent
        case (.refused, .waiting), (.refused, .sent): end(.rejected)
        case (.missed, .sent): phase = .doubtful
        case (.told, .ended): break
        case (.told(let told), _): tell(told)
        case (.notFound(let now, let isProof), .doubtful), (.notFound(let now, let isProof), .open):
            notFound(at: now, isProof: isProof)
        default: break
        }
        if phase != before || phase == .waiting { firstNotFound = .max }
        return phase != before
    }

    private mutating func tell(_ told: OrderStatus) {
        firstNotFound = .max
        if told.isFinal { return end(told) }
        // An answer that was long under way may be of before a fill.
        if phase != .open || told == .partiallyFilled { status = told }
        phase = .open
    }

    private mutating func notFound(at now: Int64, isProof: Bool) {
        guard firstNotFound != .max else { return firstNotFound = now }
        guard isProof else { return }
        if phase == .open { return end(.cancelled) }
        phase = .absent
    }

    /// The answers so far prove nothing: what was heard meanwhile was not all.
    mutating func doubtAnew() { firstNotFound = .max }

    private mutating func end(_ status: OrderStatus) {
        self.status = status
        phase = .ended
    }
}
