import Glibc

/// The risk thresholds and execution rules that L4 asks of the levels below: at most as wide as the
/// hard limits, and on a coarse grid, so that small changes are no news.
public struct Thresholds: BitwiseCopyable, Sendable, Hashable {
    /// Factor on the risk of new entries, 0 to 1.
    public var riskScale = 1.0
    /// Smallest confidence of a signal, 0 to 1.
    public var minConfidence = 0.6
    /// Widest spread, bps.
    public var maxSpreadBps = 15.0
    /// Largest expected slippage, bps.
    public var maxSlippageBps = 50.0
}

extension Thresholds {
    /// H4: no order while the spread is over this, bps.
    static let hardSpreadBps = 15.0
    /// The factor on risk when the drawdown is at its limit.
    static let smallestRiskScale = 0.2
    /// By how much the smallest confidence rises while the risk falls from 1 to 0.
    static let addedConfidence = 0.2

    /// - Parameters:
    ///   - drawdown: of the system, fraction; 1 − 0.8 · drawdown / limit scales the risk.
    ///   - slippage: measured on executions, bps; `nil` while too few were seen.
    ///   - hardSlippage: the pair's own limit, bps.
    init(
        drawdown: Double, limit: Double, isHalted: Bool, profileConfidence: Double, slippage: TimedMoments?,
        hardSlippage: Double
    ) {
        let depth = limit > 0 ? min(1, max(0, drawdown / limit)) : 0
        let scale = Self.onGrid(1 - (1 - Self.smallestRiskScale) * depth, 0.05)
        riskScale = isHalted ? 0 : scale
        minConfidence = min(0.95, Self.onGrid(profileConfidence + Self.addedConfidence * (1 - scale), 0.01))
        maxSpreadBps = Self.hardSpreadBps
        maxSlippageBps = hardSlippage
        if let slippage { tighten(to: slippage, hardSlippage) }
    }

    /// Three deviations above what executions cost so far is no longer normal; and where they cost more
    /// than half of what is allowed, only narrower spreads are taken. Neither goes below half its limit.
    private mutating func tighten(to slippage: TimedMoments, _ hard: Double) {
        let normal = Self.onGrid(slippage.mean + 3 * slippage.standardDeviation, 0.5)
        maxSlippageBps = min(hard, max(hard / 2, normal))
        guard slippage.mean > hard / 2 else { return }
        let share = max(0.5, hard / 2 / slippage.mean)
        maxSpreadBps = Self.onGrid(Self.hardSpreadBps * share, 0.5)
    }

    private static func onGrid(_ value: Double, _ step: Double) -> Double { (value / step).rounded() * step }
}
