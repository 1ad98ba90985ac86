import Market

/// A price at which a symbol traded, for orders that wait for one.
struct PrintedPrice: BitwiseCopyable, Sendable {
    let symbol: Int
    let price: Price
}
