/// Win rate, payoff and profit factor of closed trades, in which a trade weighs half of one half-life
/// (in trades) later. They feed `KellyFraction` and the choice between strategies.
@frozen public struct TradeStatistics: BitwiseCopyable, Sendable {
    /// How many trades were taken.
    public private(set) var count: Int
    let decay: Double
    var wins: Double
    var losses: Double
    var profit: Double
    var loss: Double

    /// The record in which a trade weighs half of one half-life later.
    public init(halfLife: HalfLife) {
        self.init(decay: halfLife.decay)
    }

    /// All trades weigh the same for ever.
    public init() {
        self.init(decay: 1)
    }

    private init(decay: Double) {
        self.decay = decay
        count = 0
        (wins, losses) = (0, 0)
        (profit, loss) = (0, 0)
    }

    /// The part of trades that won; a trade that ended at zero did not. `nil` before the first.
    public var winRate: Double? { count > 0 ? wins / (wins + losses) : nil }

    /// The average win over the average loss; `nil` before there is one of each.
    public var payoff: Double? {
        wins > 0 && loss > 0 ? (profit / wins) / (loss / losses) : nil
    }

    /// What was won over what was lost (Schwager 1984); infinite without a loss, `nil` before the first
    /// trade that moved.
    public var profitFactor: Double? {
        if loss > 0 { return profit / loss }
        return profit > 0 ? .infinity : nil
    }

    /// Takes the result of a closed trade after fees, in money or as a fraction; one that is not finite
    /// is ignored.
    public mutating func update(_ result: Double) {
        guard result.magnitude <= 1e100 else { return }
        count += 1
        wins = wins * decay + (result > 0 ? 1 : 0)
        losses = losses * decay + (result > 0 ? 0 : 1)
        profit = profit * decay + max(result, 0)
        loss = loss * decay + max(-result, 0)
    }
}
