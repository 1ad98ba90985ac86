import Market
import Wire

/// What L1 wants done: one per Signal. `leg` 0 is the whole; its children carry their own legs.
@frozen public struct OrderIntent: MessageFields {
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Buy or sell.
    public var side: Side = Side.buy
    /// Market or limit.
    public var orderType: OrderType = OrderType.market
    /// Entry, exit, stop, target or emergency.
    public var purpose: Purpose = Purpose.entry
    /// How L1 works it.
    public var algorithm: Algorithm = Algorithm.taker
    /// Quantity, base asset.
    public var quantity: Quantity = Quantity.zero
    /// Limit price, USDT.
    public var price: Price = Price.absent
    /// Price that L1 saw when it decided, USDT.
    public var referencePrice: Price = Price.zero
    /// Stop price, USDT; it rests at the venue from the fill on.
    public var stopLoss: Price = Price.absent
    /// Target price, USDT; it rests at the venue from the fill on.
    public var takeProfit: Price = Price.absent
    /// Event time after which it is void, ns.
    public var expires: Timestamp = Timestamp.zero

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try clientOrderID.visit(with: &visitor)
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("side", &side, "buy or sell")
        try visitor.choice("order_type", &orderType, "market or limit")
        try visitor.choice("purpose", &purpose, "entry, exit, stop, target or emergency")
        try visitor.choice("algorithm", &algorithm, "how L1 works it")
        try visitor.positive("qty", &quantity, "quantity, base asset")
        try visitor.positive("price", &price, .optional, "limit price, USDT")
        try visitor.fixed("reference_price", &referencePrice, "price that L1 saw when it decided, USDT")
        try visitor.positive(
            "stop_loss", &stopLoss, .optional, "stop price, USDT; it rests at the venue from the fill on")
        try visitor.fixed(
            "take_profit", &takeProfit, .optional,
            "target price, USDT; it rests at the venue from the fill on")
        try visitor.time("expires", &expires, "event time after which it is void, ns")
    }
}

extension OrderIntent {
    /// Whether it can only make a position smaller.
    public var reduces: Bool { purpose != .entry }

    /// The value at the reference price.
    public var notional: Money { quantity.notional(at: referencePrice) ?? .zero }

    /// A number that changes with every field that an approval speaks for (FNV-1a, 64 bits; Fowler,
    /// Noll, Vo 1991): all but leg, quantity and lifetime, for the approval of the whole covers its children.
    /// It tells intents apart; against who means harm stands the approval's seal.
    public var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ value: UInt64) {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                hash = (hash ^ (value >> shift & 0xFF)) &* 0x100_0000_01B3
            }
        }
        for index in 0..<clientOrderID.signal.count { mix(UInt64(clientOrderID.signal[index])) }
        mix(UInt64(symbol.index))
        mix(UInt64(side.rawValue) << 8 | UInt64(purpose.rawValue))
        mix(UInt64(orderType.rawValue) << 8 | UInt64(algorithm.rawValue))
        for price in [stopLoss, takeProfit, price, referencePrice] { mix(UInt64(bitPattern: price.raw)) }
        return hash
    }
}
