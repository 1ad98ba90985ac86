import Market
import Messages

/// What a symbol's fills come to, in whole numbers of 1e-8, by an arithmetic of its own: 128 bits, rounded
/// to the nearest, ties away from zero. What is closed takes its share of the cost with it.
struct BookTruth {
    private(set) var quantity: Int64 = 0
    private(set) var cost: Int64 = 0
    private(set) var realised: Int64 = 0
    private(set) var fees: Int64 = 0

    mutating func pay(_ amount: Money) { fees += amount.raw }

    mutating func fill(_ side: Side, _ amount: Quantity, at price: Price, fee: Money) {
        pay(fee)
        let signed = side == .buy ? amount.raw : -amount.raw
        let value = Self.rounded(Int128(signed) * Int128(price.raw), by: 100_000_000)
        if quantity == 0 || (quantity > 0) == (signed > 0) {
            quantity += signed
            cost += value
            return
        }
        let share = Self.rounded(Int128(cost) * Int128(amount.raw), by: Int128(quantity.magnitude))
        realised -= value + share
        cost -= share
        quantity += signed
    }

    private static func rounded(_ product: Int128, by divisor: Int128) -> Int64 {
        let half = divisor / 2
        let sum = product < 0 ? product - half : product + half
        // An odd divisor has no tie.
        return Int64(sum / divisor)
    }
}
