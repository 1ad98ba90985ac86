import Market

/// What L1 knows of the whole.
struct L1State: BitwiseCopyable, Sendable {
    /// Equity of the account, USDT: the capital until the risk manager tells.
    var equity = Money.zero
    /// USDT that is free: the account's line of the balance snapshot.
    var free = Money.zero
    var isHalted = false
    var isExecutorDown = false
    /// Serial of the next work, child or waiting signal.
    var nextSerial: UInt32 = 1

    mutating func serial() -> UInt32 {
        defer { nextSerial &+= 1 }
        return nextSerial
    }
}
