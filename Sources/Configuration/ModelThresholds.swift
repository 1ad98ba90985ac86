/// Probabilities from which a model lets a signal pass (AI_THRESHOLDS). What is not configured is `nil`:
/// then the model's own metadata decides, and `documented` where that says nothing.
public struct ModelThresholds: Sendable, Hashable {
    /// Probabilities from 0 to 1.
    public var logreg: Double?
    public var randomForest: Double?
    public var lightgbm: Double?

    /// Nothing configured.
    public init() {}

    /// The L1 document's figures; other assets get those of BTC, the stricter ones.
    public static func documented(asset: String) -> ModelThresholds {
        var thresholds = ModelThresholds()
        thresholds.logreg = asset == "ETH" ? 0.580 : 0.620
        thresholds.randomForest = asset == "ETH" ? 0.590 : 0.630
        thresholds.lightgbm = asset == "ETH" ? 0.585 : 0.625
        return thresholds
    }
}
