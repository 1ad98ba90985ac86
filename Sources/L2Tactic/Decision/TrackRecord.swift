import Configuration
import Glibc
import Market
import RiskMath

/// How the trades of one symbol ended, in multiples of what each risked; older ones count less.
struct TrackRecord: BitwiseCopyable, Sendable {
    /// Decayed counts of winning and losing trades, and the sums of their results.
    private var wins = 0.0
    private var losses = 0.0
    private var won = 0.0
    private var lost = 0.0
    private var updated = Timestamp.zero

    /// Trades' worth of belief in the configured win rate and payoff.
    private static let priorTrades = 10.0
    /// A symbol that no longer trades can't show that it is good again: a small share of the prior stays.
    private static let probe = 0.1

    /// Books a closed trade: its profit after fees as a multiple of its loss at the stop.
    mutating func add(_ multiple: Double, at time: Timestamp, halfLife: TimeSpan) {
        decay(to: time, halfLife)
        if multiple > 0 {
            wins += 1
            won += multiple
        } else {
            losses += 1
            lost -= multiple
        }
    }

    private mutating func decay(to time: Timestamp, _ halfLife: TimeSpan) {
        let age = (time - updated).seconds
        updated = time
        guard age > 0, halfLife.nanoseconds > 0 else { return }
        let share = exp2(-age / halfLife.seconds)
        wins *= share
        losses *= share
        won *= share
        lost *= share
    }

    /// The fraction of equity to risk by the whole Kelly bet, with the configured win rate and payoff
    /// weighing as much as ten trades.
    func kelly(at time: Timestamp, _ settings: TacticSettings, halfLife: TimeSpan) -> Double {
        var record = self
        record.decay(to: time, halfLife)
        return max(record.fraction(settings), TrackRecord().fraction(settings) * Self.probe, 0)
    }

    private func fraction(_ settings: TacticSettings) -> Double {
        let priorWins = Self.priorTrades * settings.priorWinRate
        let priorLosses = Self.priorTrades - priorWins
        let winRate = (priorWins + wins) / (Self.priorTrades + wins + losses)
        guard priorWins + wins > 0, priorLosses + losses > 0 else { return winRate }
        let averageWin = (priorWins * settings.priorPayoff + won) / (priorWins + wins)
        let averageLoss = (priorLosses + lost) / (priorLosses + losses)
        return KellyFraction.of(winRate: winRate, payoff: averageWin / averageLoss, share: 1)
    }
}
