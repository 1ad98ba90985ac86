import Market

/// The exchange's own switch that takes a pair's orders back where nobody renews it. It stands only while
/// an entry rests that nothing is held of yet: a stop would be taken back as well.
struct DeadMansSwitch: BitwiseCopyable, Sendable {
    enum State: UInt8, BitwiseCopyable, Sendable { case off, armed, disarming }

    private(set) var state = State.off
    /// When it was last renewed, or is to be switched off since, monotonic.
    private(set) var since: Int64 = .min

    /// What is to be asked of the exchange now; `nil` for nothing.
    enum Act { case renew, disarm }

    /// - Parameters:
    ///   - isWanted: an entry rests, and neither position, stop nor target is there.
    ///   - isHealthy: feed, account's stream and clock are; a switch that is not renewed does its work.
    mutating func settle(isWanted: Bool, isHealthy: Bool, every: Int64, at now: Int64) -> Act? {
        switch state {
        case .off where isWanted && isHealthy, .disarming where isWanted && isHealthy:
            (state, since) = (.armed, now)
            return .renew
        case .armed where !isWanted:
            (state, since) = (.disarming, now)
            return .disarm
        case .armed where isHealthy && now - since >= every:
            since = now
            return .renew
        default: return nil
        }
    }

    /// The exchange says that it is off.
    mutating func disarmed() { if state == .disarming { state = .off } }

    /// Whether a stop waits for it: for so long at most.
    func holdsStops(_ patience: Int64, at now: Int64) -> Bool {
        state == .disarming && now - since < patience
    }

    /// When it is to be looked at, monotonic.
    func wakesAt(every: Int64, patience: Int64) -> Int64 {
        switch state {
        case .off: .max
        case .armed: since + every
        case .disarming: since + patience
        }
    }
}
