import Market

/// What an account has of each asset on spot, at 1e-8: free, and locked by its orders.
struct SpotWallet: Sendable {
    private(set) var free: [Int64]
    private(set) var locked: [Int64]
    /// Assets that changed since they were told.
    private(set) var changed: [Int] = []

    init(_ assets: Int) {
        free = Array(repeating: 0, count: assets)
        locked = free
    }

    /// Sets an amount aside; false where there is not so much, and nothing changes.
    mutating func lock(_ amount: Int64, of asset: Int) -> Bool {
        guard amount >= 0, free[asset] >= amount else { return false }
        note(asset)
        free[asset] -= amount
        locked[asset] += amount
        return true
    }

    /// Gives back what was set aside.
    mutating func release(_ amount: Int64, of asset: Int) {
        note(asset)
        locked[asset] -= amount
        free[asset] += amount
    }

    /// Spends what was set aside.
    mutating func spend(locked amount: Int64, of asset: Int) {
        note(asset)
        locked[asset] -= amount
    }

    /// Spends what is free.
    mutating func spend(_ amount: Int64, of asset: Int) {
        note(asset)
        free[asset] -= amount
    }

    /// Takes an amount, up to what can be kept count of.
    mutating func add(_ amount: Int64, to asset: Int) {
        note(asset)
        let room = Int64.max - locked[asset] - free[asset]
        free[asset] += min(amount, room)
    }

    /// All that it has of an asset.
    func total(_ asset: Int) -> Int64 { free[asset] + locked[asset] }

    /// The assets that changed since the last call, in their order.
    mutating func takeChanged() -> [Int] {
        defer { changed.removeAll(keepingCapacity: true) }
        return changed.sorted()
    }

    private mutating func note(_ asset: Int) {
        if !changed.contains(asset) { changed.append(asset) }
    }
}
