import Messages

/// A part of the system as a pure value: an input in, effects out. No clock, socket, randomness or
/// file; a host gives it inputs and carries out its effects.
public protocol Stage: Sendable {
    /// The one verb: takes an input and lists what follows from it, in order.
    mutating func handle(_ input: Envelope, into effects: inout Effects)

    /// Takes back one durable record, before any input: a stage that stores must know its records again.
    mutating func recover(_ record: Record)

    /// Writes the whole state, so that the same build can restore it exactly.
    func save(into writer: inout StateWriter)

    /// Takes back what `save` wrote.
    mutating func restore(from reader: inout StateReader) throws(StateError)
}

extension Stage {
    public mutating func recover(_ record: Record) {}

    /// The effects of one input as a list: for tests.
    public mutating func effects(of input: Envelope) -> Effects {
        var effects = Effects()
        handle(input, into: &effects)
        return effects
    }
}
