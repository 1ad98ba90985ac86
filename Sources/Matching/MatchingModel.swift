import Configuration
import Market

/// All models of a run: what paper trading, replay, backtest and the simulated exchange share.
public struct MatchingModel: Sendable {
    public let market: MarketKind
    public let fees: FeeModel
    public let latency: LatencyModel
    public let funding: FundingModel
    private let symbols: [SymbolModel]

    public init(_ settings: Settings) {
        market = settings.market
        fees = FeeModel(settings.paper)
        latency = LatencyModel(settings.paper)
        funding = FundingModel(settings.paper, market: settings.market)
        symbols = settings.instruments.symbols.map { SymbolModel(settings, $0) }
    }

    public var count: Int { symbols.count }
    public subscript(symbol: SymbolID) -> SymbolModel { symbols[symbol.int] }
}
