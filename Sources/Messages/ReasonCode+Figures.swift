/// Which of a reason's two figures its sentence can't do without.
public enum ReasonFigures: Sendable {
    case none, found, both
}

extension ReasonCode {
    /// The figures that a reason of this code is made with; one that lacks them doesn't say why.
    public var figures: ReasonFigures {
        switch self {
        case .stopBeyondLiquidation, .incoherentStop, .incoherentTarget, .orderTooSmall,
            .orderTooLarge, .quantityTooSmall,
            .quantityTooLarge, .notEnoughLiquidity, .spreadTooWide, .slippageTooLarge, .confidenceTooLow,
            .priceOffTick, .priceOutOfBand, .quantityOffStep, .quantityRounded, .stopRounded, .targetRounded,
            .signalIDTooLong, .totalExposure, .assetExposure, .cryptoExposure, .correlatedPositions,
            .correlatedExposure, .dailyDrawdown, .pairDrawdown, .lowBalance, .lowEquity, .insufficientBalance,
            .insufficientMargin, .strategyFading, .strategyImproving, .driftDetected, .driftCleared,
            .stopTouched, .stopTriggered, .targetTouched, .liquidated, .costTooHigh, .voteTooWeak,
            .noRoomForStop, .expired, .approvalExpired, .positionDiffers, .balanceDiffers,
            .orderUnknownHere, .orderLostThere, .stopNotResting,
            .legOutOfRange, .lifetimeTooLong, .confidenceOutOfRange, .correlationOutOfRange,
            .timestampOutOfRange, .tooManySignals, .replayed, .approvalForged:
            .both
        case .invalidQuantity, .invalidPrice: .found
        default: .none
        }
    }
}

extension Reason {
    /// Whether it has the figures that its sentence needs.
    public var isWhole: Bool {
        switch code.figures {
        case .none: true
        case .found: found.isFinite
        case .both: found.isFinite && limit.isFinite
        }
    }
}
