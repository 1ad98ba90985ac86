import Exchanges
import Market

/// The fills of a pair that were told, or that are nobody's here.
struct ToldTrades: Sendable {
    /// Their numbers, in order.
    private var numbers: [Int64] = []
    /// How many came.
    private(set) var count = 0
    /// What the told ones came to, and what others on the account hold, base asset.
    private(set) var own = Quantity.zero
    private(set) var foreign = Quantity.zero
    /// The price of the one that came last; absent where none did.
    private(set) var lastPrice = Price.absent
    /// The newest that an answer told. What the stream told beyond it may have holes, and is asked for again.
    private(set) var readTo: Int64 = 0
    /// All fills up to this time are known, monotonic: then they were asked for.
    private(set) var readAt: Int64 = .min

    /// From where on fills are asked for; zero where none is known.
    var next: Int64 { readTo == 0 ? 0 : readTo + 1 }

    /// An answer told fills up to this number.
    mutating func read(to number: Int64) { readTo = max(readTo, number) }

    /// All that there was at this time, monotonic, was told.
    mutating func finish(askedAt: Int64) { readAt = max(readAt, askedAt) }

    /// Whether a fill came before.
    func has(_ number: Int64) -> Bool {
        let place = place(of: number)
        return place < numbers.count && numbers[place] == number
    }

    /// Whether later fills were told before this one.
    func isBehind(_ number: Int64) -> Bool { numbers.last.map { $0 > number } ?? false }

    /// Takes a fill that is told: what the holding grows or shrinks by.
    mutating func tell(_ number: Int64, _ change: Quantity, at price: Price) {
        insert(number, price)
        own = own.plus(change)
    }

    /// Takes a fill of somebody else's.
    mutating func note(foreign number: Int64, _ change: Quantity, at price: Price) {
        insert(number, price)
        foreign = foreign.plus(change)
    }

    /// What others hold of the pair, as far as anybody can tell.
    mutating func correct(foreign: Quantity) { self.foreign = foreign }

    private mutating func insert(_ number: Int64, _ price: Price) {
        count += 1
        lastPrice = price
        numbers.insert(number, at: place(of: number))
    }

    private func place(of number: Int64) -> Int {
        guard let last = numbers.last, last >= number else { return numbers.count }
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
