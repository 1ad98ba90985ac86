/// Why something was refused, lowered, changed or raised. Text is made at the edge by `Reason.text`.
public enum ReasonCode: UInt8, WireName {
    case none
    // O2: the order itself.
    case missingStop
    case incoherentStop
    case orderTooSmall
    case orderTooLarge
    case quantityTooSmall
    case noPrice
    case invalidQuantity
    case notEnoughLiquidity
    case spreadTooWide
    case slippageTooLarge
    case confidenceTooLow
    case unknownSymbol
    case expired
    case duplicateSignal
    case planMissing
    case priceOffTick
    case priceOutOfBand
    case quantityOffStep
    case quantityTooLarge
    case incoherentTarget
    case signalIDTooLong
    // P5, O3: the portfolio.
    case totalExposure
    case assetExposure
    case cryptoExposure
    case correlatedPositions
    case correlatedExposure
    case dailyDrawdown
    case pairDrawdown
    case lowBalance
    case lowEquity
    case insufficientBalance
    case insufficientMargin
    // The state of the system.
    case halted
    case reconciling
    case feedStale
    case riskManagerGone
    case executorGone
    case venueGone
    case noApproval
    case approvalExpired
    case approvalMismatch
    case reduceOnly
    case nothingToReduce
    case unknownOrder
    case timedOut
    case endOfData
    // What moved a weight or a target.
    case strategyFading
    case strategyImproving
    case rebalanced
    case warmUp
    case regimeChanged
    case volatilityHigh
    case volatilityNormal
    case driftDetected
    case driftCleared
    case personAsked
    case oppositeSignal
    case stopTouched
    case targetTouched
    case liquidated
    // What L1 changed of a signal.
    case quantityRounded
    case stopRounded
    case targetRounded
    // L2's own judgement.
    case costTooHigh
    case shorterTimeframe
    case voteTooWeak
    case positionOpen
    case cooldown
    case targetsMissing
    case noRoomForStop
    // What ended a stop or target.
    case exited
    // What is missing.
    case feedGone
    case strategyGone
    case operationalGone
    case diskFull
    // What comes from outside its range.
    case legOutOfRange
    case lifetimeTooLong
    case invalidPrice
    case confidenceOutOfRange
    case correlationOutOfRange
    case timestampOutOfRange
    case malformedSignal
    case reservedSignalID
    case tooManySignals
    /// The exchange does not trade the pair now.
    case notTrading
    // What somebody forged.
    case approvalForged
    case replayed
    // A pair's market data is over, that of others goes on.
    case dataCeased
    /// The position would be liquidated before its stop.
    case stopBeyondLiquidation
    /// The market met the stop, and nothing of it is filled yet.
    case stopTriggered
    // Where the venue's books and ours differ: the venue is right.
    case positionDiffers
    case balanceDiffers
    case orderUnknownHere
    case orderLostThere
    /// A position's stop is refused or lost again and again.
    case stopNotResting

    public var wireName: StaticString {  // tidy-ok: a line a case
        switch self {
        case .none: "none"
        case .missingStop: "missing_stop"
        case .incoherentStop: "incoherent_stop"
        case .orderTooSmall: "order_too_small"
        case .orderTooLarge: "order_too_large"
        case .quantityTooSmall: "quantity_too_small"
        case .noPrice: "no_price"
        case .invalidQuantity: "invalid_quantity"
        case .notEnoughLiquidity: "not_enough_liquidity"
        case .spreadTooWide: "spread_too_wide"
        case .slippageTooLarge: "slippage_too_large"
        case .confidenceTooLow: "confidence_too_low"
        case .unknownSymbol: "unknown_symbol"
        case .expired: "expired"
        case .duplicateSignal: "duplicate_signal"
        case .planMissing: "plan_missing"
        case .priceOffTick: "price_off_tick"
        case .priceOutOfBand: "price_out_of_band"
        case .quantityOffStep: "quantity_off_step"
        case .quantityTooLarge: "quantity_too_large"
        case .incoherentTarget: "incoherent_target"
        case .signalIDTooLong: "signal_id_too_long"
        case .totalExposure: "total_exposure"
        case .assetExposure: "asset_exposure"
        case .cryptoExposure: "crypto_exposure"
        case .correlatedPositions: "correlated_positions"
        case .correlatedExposure: "correlated_exposure"
        case .dailyDrawdown: "daily_drawdown"
        case .pairDrawdown: "pair_drawdown"
        case .lowBalance: "low_balance"
        case .lowEquity: "low_equity"
        case .insufficientBalance: "insufficient_balance"
        case .insufficientMargin: "insufficient_margin"
        case .halted: "halted"
        case .reconciling: "reconciling"
        case .feedStale: "feed_stale"
        case .riskManagerGone: "risk_manager_gone"
        case .executorGone: "executor_gone"
        case .venueGone: "venue_gone"
        case .noApproval: "no_approval"
        case .approvalExpired: "approval_expired"
        case .approvalMismatch: "approval_mismatch"
        case .reduceOnly: "reduce_only"
        case .nothingToReduce: "nothing_to_reduce"
        case .unknownOrder: "unknown_order"
        case .timedOut: "timed_out"
        case .endOfData: "end_of_data"
        case .strategyFading: "strategy_fading"
        case .strategyImproving: "strategy_improving"
        case .rebalanced: "rebalanced"
        case .warmUp: "warm_up"
        case .regimeChanged: "regime_changed"
        case .volatilityHigh: "volatility_high"
        case .volatilityNormal: "volatility_normal"
        case .driftDetected: "drift_detected"
        case .driftCleared: "drift_cleared"
        case .personAsked: "person_asked"
        case .oppositeSignal: "opposite_signal"
        case .stopTouched: "stop_touched"
        case .targetTouched: "target_touched"
        case .liquidated: "liquidated"
        case .quantityRounded: "quantity_rounded"
        case .stopRounded: "stop_rounded"
        case .targetRounded: "target_rounded"
        case .costTooHigh: "cost_too_high"
        case .shorterTimeframe: "shorter_timeframe"
        case .voteTooWeak: "vote_too_weak"
        case .positionOpen: "position_open"
        case .cooldown: "cooldown"
        case .targetsMissing: "targets_missing"
        case .exited: "exited"
        case .noRoomForStop: "no_room_for_stop"
        case .feedGone: "feed_gone"
        case .strategyGone: "strategy_gone"
        case .operationalGone: "operational_gone"
        case .diskFull: "disk_full"
        case .legOutOfRange: "leg_out_of_range"
        case .lifetimeTooLong: "lifetime_too_long"
        case .invalidPrice: "invalid_price"
        case .confidenceOutOfRange: "confidence_out_of_range"
        case .correlationOutOfRange: "correlation_out_of_range"
        case .timestampOutOfRange: "timestamp_out_of_range"
        case .malformedSignal: "malformed_signal"
        case .reservedSignalID: "reserved_signal_id"
        case .tooManySignals: "too_many_signals"
        case .notTrading: "not_trading"
        case .approvalForged: "approval_forged"
        case .replayed: "replayed"
        case .dataCeased: "data_ceased"
        case .stopBeyondLiquidation: "stop_beyond_liquidation"
        case .stopTriggered: "stop_triggered"
        case .positionDiffers: "position_differs"
        case .balanceDiffers: "balance_differs"
        case .orderUnknownHere: "order_unknown_here"
        case .orderLostThere: "order_lost_there"
        case .stopNotResting: "stop_not_resting"
        }
    }
}
