import Market
import Wire

/// The name of an order, made from the signal it follows: sending twice is harmless.
///
/// On the wire and at the exchange it is "st-<signal>-<leg>", within Binance's 36 characters. Legs:
/// 1… are an entry's children, then the exits that belong to the same signal.
@frozen public struct ClientOrderID: BitwiseCopyable, Sendable, Hashable {
    /// The longest signal id from which an order can be named.
    public static let signalLimit = 28

    /// The signal that the order follows.
    public var signal: Label
    /// 1–89 children of the entry; 0 the whole intent; see `stopLeg`, `targetLeg`, `exitLeg`.
    public var leg: UInt8

    public init(signal: Label = Label(), leg: UInt8 = 0) {
        self.signal = signal
        self.leg = leg
    }

    /// The resting stop of the position that the signal opened.
    public static let stopLeg: UInt8 = 90
    public static let targetLeg: UInt8 = 91
    public static let exitLeg: UInt8 = 92
    public static let emergencyLeg: UInt8 = 93
    public static let liquidationLeg: UInt8 = 94
    public static let settlementLeg: UInt8 = 95

    /// The largest number of children.
    public static let childLimit = 89

    /// Whether an order of a purpose, as it is submitted, may take this leg. Stops, targets, liquidations
    /// and settlements are the venue's own: none is ever submitted.
    public func mayBeSubmitted(as purpose: Purpose) -> Bool {
        let isChild = leg >= 1 && leg <= Self.childLimit
        return switch purpose {
        case .entry: isChild
        case .exit: isChild || leg == Self.exitLeg
        case .emergency: isChild || leg == Self.emergencyLeg
        case .stop, .target, .liquidation, .settlement: false
        }
    }

    /// Another leg of the same signal.
    public func leg(_ leg: UInt8) -> ClientOrderID { ClientOrderID(signal: signal, leg: leg) }

    /// The id in the exchange's alphabet.
    public var text: String { "st-\(signal)-\(leg)" }
}

extension ClientOrderID {
    /// Lists the two parts as fields of a message.
    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("signal_id", &signal, "the signal the order follows")
        try visitor.integer(
            "leg", &leg,
            "0 intent, 1-89 child, 90 stop, 91 target, 92 exit, 93 emergency, 94 liquidation, 95 settlement")
    }
}
