import Market
import Messages

/// Names a request by its content (whom it is about, and the verb), so that a retry is the same
/// request and gets the stored answer.
@frozen public struct RequestID: BitwiseCopyable, Sendable, Hashable {
    public var subject: Label
    public var leg: UInt8
    public var verb: MessageKind

    public init(_ subject: Label, leg: UInt8 = 0, _ verb: MessageKind) {
        self.subject = subject
        self.leg = leg
        self.verb = verb
    }

    public init(_ order: ClientOrderID, _ verb: MessageKind) {
        self.init(order.signal, leg: order.leg, verb)
    }

    /// The order it is about.
    public var order: ClientOrderID { ClientOrderID(signal: subject, leg: leg) }
}
