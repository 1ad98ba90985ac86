import Exchanges

/// A fill, and whose it is.
struct DeskFill: Sendable {
    let shown: PrintedFill
    let account: Int
    let symbol: Int
}
