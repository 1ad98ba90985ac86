import Stages

/// L1's timers, by purpose; the number is the serial of a child or of a work, or none.
enum L1Timer {
    /// A child is sent again, or asked about again.
    static let retry: UInt16 = 1
    /// A work's time is over.
    static let expiry: UInt16 = 2
    /// The plan of the first waiting signal has not come in time.
    static let plan: UInt16 = 3
}
