import Messages
import Stages

/// A stage that does not hear one kind of message, and is the same otherwise.
struct DeafStage<Inner: Stage>: Stage {
    private var inner: Inner
    private let kind: MessageKind

    init(_ inner: Inner, to kind: MessageKind) {
        self.inner = inner
        self.kind = kind
    }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        if case .message(let message) = input.input, message.kind == kind { return }
        inner.handle(input, into: &effects)
    }

    mutating func recover(_ record: Record) { inner.recover(record) }
    func save(into writer: inout StateWriter) { inner.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) { try inner.restore(from: &reader) }
}

/// One kind of message at one level.
struct Ear {
    let rank: ProcessRank
    let kind: MessageKind

    init(_ rank: ProcessRank, _ kind: MessageKind) {
        self.rank = rank
        self.kind = kind
    }
}
