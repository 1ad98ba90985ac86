import Market

/// What the account has of an asset, in units of 1e-8.
package struct AssetBalance: BitwiseCopyable, Sendable, Hashable {
    /// "USDT".
    package var asset = ShortLabel()
    /// All of it: on spot what is free and what orders hold back; on futures the wallet, without what open
    /// positions would bring.
    package var total: Int64 = 0

    package init() {}

    package init(_ asset: ShortLabel, _ total: Int64) { (self.asset, self.total) = (asset, total) }
}
