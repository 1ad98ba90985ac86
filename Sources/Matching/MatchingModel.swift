import Configuration
import Market

/// All models of a run: what paper trading, replay, backtest and the simulated exchange share.
public struct MatchingModel: Sendable {
    /// Spot or futures.
    public let market: MarketKind
    /// How orders are filled where a book is seen.
    public let fill: FillRule
    /// What a fill costs.
    public let fees: FeeModel
    /// When an order arrives at the venue.
    public let latency: LatencyModel
    /// What holding futures costs.
    public let funding: FundingModel
    private let symbols: [SymbolModel]

    public init(_ settings: Settings) {
        market = settings.market
        fill = settings.paper.fill
        fees = FeeModel(settings.paper, market: settings.market)
        latency = LatencyModel(settings.paper)
        funding = FundingModel(settings.paper, market: settings.market)
        symbols = settings.instruments.symbols.map { SymbolModel(settings, $0) }
    }

    /// Number of symbols.
    public var count: Int { symbols.count }
    /// The models of one symbol.
    public subscript(symbol: SymbolID) -> SymbolModel { symbols[symbol.int] }
}
