import Configuration
import Market

/// The models of one symbol, without references: what the hot path reads.
@frozen public struct SymbolModel: BitwiseCopyable, Sendable {
    public let filters: FilterModel
    public let spread: SpreadModel
    public let candle: CandleMatch
    public let trade: TradeMatch
    public let liquidation: LiquidationModel

    init(_ settings: Settings, _ symbol: SymbolID) {
        let instrument = settings.instruments[symbol]
        filters = FilterModel(instrument)
        spread = SpreadModel(bps: settings[symbol].spreadBps, tickSize: instrument.tickSize)
        candle = CandleMatch(
            spread: spread, share: settings.operational.liquidityShare, stepSize: instrument.stepSize)
        trade = TradeMatch(spread: spread, stepSize: instrument.stepSize)
        liquidation = LiquidationModel(
            leverage: settings[symbol].leverage, maintenance: settings.paper.maintenanceMargin)
    }
}
