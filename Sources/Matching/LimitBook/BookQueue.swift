import Market

/// The orders of one price, first come first served.
struct BookQueue: BitwiseCopyable, Sendable {
    let price: Price
    var quantity = Quantity.zero
    /// Places of the first and the last order, −1 where there is none.
    var first: Int32 = -1
    var last: Int32 = -1

    init(_ price: Price) { self.price = price }
}
