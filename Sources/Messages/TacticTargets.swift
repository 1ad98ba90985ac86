import Market
import Wire

/// What L3 wants of one symbol: its regime, the sub-strategies that fit, its place in the universe,
/// exposure and risk.
@frozen public struct TacticTargets: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Trend or range, high or low volatility.
    public var regime: Regime = Regime.unknown
    /// Average directional index, 0 to 100.
    public var adx: Double = Double.nan
    /// Realised volatility, annual fraction.
    public var volatility: Double = Double.nan
    /// Rank of the volatility in its own past, 0 to 1.
    public var volatilityPercentile: Double = Double.nan
    /// Size factor per family of strategies: 0 turns it off. Absent (NaN): no wish, each counts whole.
    public var multipliers: FamilyTable = FamilyTable()
    /// Place in the universe, 1 first.
    public var rank: UInt16 = 0
    /// Largest net exposure of the symbol, fraction of equity: 0 wants none. Absent (NaN): no wish, so that
    /// the pair's own limit holds.
    public var netExposure: Double = Double.nan
    /// Largest loss at the stop, fraction of equity: 0 wants none. Absent (NaN): no wish, so that the
    /// configured one holds.
    public var maxRisk: Double = Double.nan
    /// True where only reductions are wanted.
    public var reduceOnly: Bool = false
    /// What changed.
    public var code: ReasonCode = ReasonCode.none

    public init() {}

    /// Whether nothing may be added to a position: said outright, or by a wish of no exposure or no risk.
    public var wantsNoEntries: Bool { reduceOnly || netExposure == 0 || maxRisk == 0 }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("regime", &regime, "trend or range, high or low volatility")
        try visitor.number("adx", &adx, .optional, "average directional index, 0 to 100")
        try visitor.number("volatility", &volatility, .optional, "realised volatility, annual fraction")
        try visitor.share(
            "volatility_percentile", &volatilityPercentile, .optional,
            "rank of the volatility in its own past")
        try visitor.families(
            "sub_strategies", &multipliers, "size factor per family of strategies: 0 turns it off")
        try visitor.integer("rank", &rank, "place in the universe, 1 first")
        try visitor.number(
            "net_exposure", &netExposure, .optional,
            "largest net exposure of the symbol, fraction of equity: 0 is none, left out is no wish")
        try visitor.share(
            "max_risk", &maxRisk, .optional,
            "largest loss at the stop, fraction of equity: 0 is none, left out is no wish")
        try visitor.flag("reduce_only", &reduceOnly, "true where only reductions are wanted")
        try visitor.choice("reason", &code, .optional, "what changed")
    }
}
