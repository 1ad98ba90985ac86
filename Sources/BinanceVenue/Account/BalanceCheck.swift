import Market

/// What the account has of its currency, and what of that may not be told yet: a fill or a payment that the
/// exchange had counted is told before the balance that holds it, or the executor would count it twice.
struct BalanceCheck: Sendable {
    /// What a part that was read is worth.
    enum Got { case unneeded, tooOld, last }

    private(set) var balance = Money.absent
    /// When it was asked for, monotonic.
    private(set) var askedAt: Int64 = .min
    /// When it came: what is asked for from then on holds all that moved it.
    private var since: Int64 = .max
    /// The pairs whose fills are still to be read, and none for the payments of funding.
    private var missing: [SymbolID] = []

    /// A balance came that may be told once these were read.
    mutating func begin(_ balance: Money, askedAt: Int64, _ movers: [SymbolID], at now: Int64) {
        (self.balance, self.askedAt, since, missing) = (balance, askedAt, now, movers)
    }

    /// A part was read that was asked for at this time, monotonic.
    mutating func got(_ mover: SymbolID, askedAt: Int64) -> Got {
        guard let place = missing.firstIndex(of: mover) else { return .unneeded }
        guard askedAt >= since else { return .tooOld }
        missing.remove(at: place)
        return missing.isEmpty ? .last : .unneeded
    }
}
