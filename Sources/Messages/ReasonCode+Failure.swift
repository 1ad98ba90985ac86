extension ReasonCode {
    /// Whether a part of the system failed, rather than a rule having been kept: an error in the log.
    public var isFailure: Bool {
        switch self {
        case .executorGone, .riskManagerGone, .venueGone, .feedGone, .strategyGone, .operationalGone,
            .timedOut, .diskFull, .noApproval, .approvalMismatch, .unknownOrder, .liquidated,
            .positionDiffers, .balanceDiffers, .orderUnknownHere, .orderLostThere, .stopNotResting:
            true
        default: false
        }
    }
}
