import Market
import Wire

/// How one Signal ended.
@frozen public struct ExecutionReport: MessageFields {
    /// The signal.
    public var signalID: Label = Label()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// How it ended.
    public var status: ReportStatus = ReportStatus.rejected
    /// What L1 changed of the signal.
    public var changes: SignalChanges = []
    // The small ones stand together: the struct has no room for padding.
    /// Exposure of the report's own asset, fraction of equity.
    public var exposure: Float = 0
    /// Exposure of BTC, fraction of equity.
    public var exposureBTC: Float = 0
    /// Probability of the logistic regression; NaN where no model judged the signal.
    public var logreg: Float = .nan
    /// Probability of the random forest; NaN where no model judged the signal.
    public var randomForest: Float = .nan
    /// Probability of LightGBM; NaN where no model judged the signal.
    public var lightgbm: Float = .nan
    /// Filled quantity, base asset.
    public var executedQuantity: Quantity = Quantity.zero
    /// Average price, USDT.
    public var averagePrice: Price = Price.absent
    /// Against the price at the decision, percent; positive is worse.
    public var slippage: Double = Double.nan
    /// Change of the portfolio's exposure weighted by correlation, fraction of equity.
    public var correlationImpact: Double = 0.0
    /// From the signal to its last fill, ms of event time; NaN on candles, where a fill is known only at the
    /// close of its candle.
    public var latency: Double = Double.nan
    /// Why it was refused or changed.
    public var reason: Reason = Reason()

    public init() {}

    /// Whether L1 lowered the quantity.
    public var lowered: Bool { changes.contains(.lowered) }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        let name: LineText = "x-\(signalID)"
        var executionID = Label(clipping: name)
        try visitor.text("execution_id", &executionID, .optional, "name of the execution: one per signal")
        try visitor.text("signal_id", &signalID, "the signal")
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("status", &status, "how it ended")
        var (isLowered, isTightened) = (lowered, changes.contains(.tightened))
        try visitor.flag("lowered", &isLowered, "true where L1 lowered the quantity")
        try visitor.flag("tightened", &isTightened, "true where L1 moved stop or target nearer to the price")
        changes = SignalChanges(isLowered ? [.lowered] : []).union(isTightened ? [.tightened] : [])
        try visitor.fixed("executed_qty", &executedQuantity, "filled quantity, base asset")
        try visitor.fixed("avg_price", &averagePrice, .optional, "average price, USDT")
        try visitor.number(
            "slippage", &slippage, .optional, "against the price at the decision, percent; positive is worse")
        var scores = (logreg, randomForest, lightgbm)
        try visitor.nested("ai_scores", "probability of each model, 0 to 1; empty while no model is loaded") {
            (inner: inout V) throws(WireError) in
            try inner.share("logreg", &scores.0, .optional, "logistic regression")
            try inner.share("random_forest", &scores.1, .optional, "random forest")
            try inner.share("lightgbm", &scores.2, .optional, "LightGBM")
        }
        (logreg, randomForest, lightgbm) = scores
        var risk = (exposureBTC, exposure, correlationImpact)
        try visitor.nested("risk_metrics", "what the execution did to the portfolio") {
            (inner: inout V) throws(WireError) in
            try inner.ratio(
                "portfolio_exposure_btc", &risk.0, .optional, "exposure of BTC, fraction of equity")
            try inner.ratio(
                "portfolio_exposure", &risk.1, .optional, "exposure of the report's asset, fraction of equity"
            )
            try inner.number(
                "correlation_impact", &risk.2, .optional,
                "change of correlation-weighted exposure, fraction of equity")
        }
        (exposureBTC, exposure, correlationImpact) = risk
        try visitor.number(
            "latency_ms", &latency, .optional,
            "from the signal to its last fill, ms of event time; left out on candles, which tell no moment")
        try reason.visit(with: &visitor)
    }
}
