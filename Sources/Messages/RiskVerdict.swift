import Market
import Wire

/// The risk manager's answer. An approval speaks for one fingerprint and one quantity until it expires.
@frozen public struct RiskVerdict: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// True where the entry may go.
    public var approved: Bool = false
    /// Hash of the intent that was judged.
    public var fingerprint: UInt64 = 0
    /// Approved quantity, base asset; all children together.
    public var quantity: Quantity = Quantity.zero
    /// Event time after which it is void, ns.
    public var expires: Timestamp = Timestamp.zero
    /// Total exposure with this order, USDT.
    public var exposure: Money = Money.zero
    /// Largest total exposure, USDT.
    public var exposureLimit: Money = Money.zero
    /// The tightest limit that refused.
    public var reason: Reason = Reason()
    /// Bit mask of the reason codes that would also have refused, from total_exposure on.
    public var others: UInt32 = 0
    /// The risk manager's seal on an entry's approval, made where it leaves the process: no stage makes one.
    public var seal: Seal = Seal.absent

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.flag("approved", &approved, "true where the entry may go")
        try visitor.integer("fingerprint", &fingerprint, "hash of the intent that was judged")
        try visitor.fixed("qty", &quantity, "approved quantity, base asset; all children together")
        try visitor.time("expires", &expires, "event time after which it is void, ns")
        try visitor.fixed("exposure", &exposure, "total exposure with this order, USDT")
        try visitor.fixed("exposure_limit", &exposureLimit, "largest total exposure, USDT")
        try reason.visit(with: &visitor)
        try visitor.integer(
            "others", &others,
            "bit mask of the reason codes that would also have refused, from total_exposure on")
        try visitor.seal("approval_seal", &seal, "seal on an entry's approval; 32 hex digits")
    }
}

extension RiskVerdict {
    /// The limits that would also have refused.
    public var alsoRefused: [ReasonCode] {
        ReasonCode.allCases.filter { code in
            let place = Int(code.rawValue) - Int(ReasonCode.totalExposure.rawValue)
            return (0..<32).contains(place) && others >> UInt32(place) & 1 == 1
        }
    }
}
