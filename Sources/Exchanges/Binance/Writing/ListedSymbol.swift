import Market

/// A pair as an exchange lists it: its filters, and what `exchangeInfo` tells besides.
public struct ListedSymbol: Sendable, Hashable {
    /// The filters that orders are held against.
    public var instrument: Instrument
    /// "USDT".
    public var quote: String
    /// The largest quantity of one order that is not a market order.
    public var maxLimitQuantity: Quantity
    /// Decimals that prices and quantities may have on futures.
    public var pricePrecision: Int
    public var quantityPrecision: Int
    /// When it was listed.
    public var onboarded: Timestamp
    /// How far a trigger's price may lie from the mark, what a liquidation costs, and how far from the mark a
    /// market order takes: fractions.
    public var triggerProtect = Price(raw: 5_000_000)
    public var liquidationFee = Price(raw: 1_250_000)
    public var marketTakeBound = Price(raw: 5_000_000)
    /// Hours between two fundings, and the rate of each, at 1e-8.
    public var fundingHours: Int64 = 8
    public var fundingRate = Price(raw: 10_000)

    /// A pair with what the exchange has for most.
    public init(
        _ instrument: Instrument, maxLimitQuantity: Quantity? = nil, pricePrecision: Int? = nil,
        quantityPrecision: Int? = nil, onboarded: Timestamp = Timestamp(milliseconds: 1_569_398_400_000)
    ) {
        self.instrument = instrument
        name = instrument.exchangeName
        lowerName = instrument.exchangeName.lowercased()
        let slash = instrument.name.lastIndex(of: "/")
        quote = slash.map { String(instrument.name[instrument.name.index(after: $0)...]) } ?? "USDT"
        self.maxLimitQuantity = maxLimitQuantity ?? instrument.maxQuantity
        self.pricePrecision = pricePrecision ?? Self.decimals(instrument.tickSize)
        self.quantityPrecision = quantityPrecision ?? Self.decimals(instrument.stepSize)
        self.onboarded = onboarded
    }

    /// "BTCUSDT", and as streams have it: "btcusdt".
    public let name: String
    public let lowerName: String

    /// How its numbers are written.
    public var form: NumberForm {
        NumberForm(
            instrument.market, pricePrecision: pricePrecision, quantityPrecision: quantityPrecision)
    }

    private static func decimals(_ step: some FixedPoint) -> Int {
        let text = step.description.utf8
        guard let point = text.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
        return text.distance(from: point, to: text.endIndex) - 1
    }
}
