import Market

/// What OKX writes beside a book, so that a client sees whether its own is the same (of late it writes 0):
/// CRC-32 (ISO 3309) of the best 25 levels, bid and ask by turns, each as price:quantity in the exchange's
/// own letters, which are the fewest that say the number.
package struct BookChecksum: Sendable {
    private static let levels = 25

    private let table: [UInt32]
    private var text: [UInt8] = []

    package init() {
        table = (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { value, _ in (value & 1 == 1 ? 0xEDB8_8320 : 0) ^ value >> 1 }
        }
    }

    /// The checksum of a book as it stands.
    package mutating func of(_ book: OrderBook) -> Int32 {
        text.removeAll(keepingCapacity: true)
        for place in 0..<Self.levels {
            if place < book.bids.count { append(book.bids[place]) }
            if place < book.asks.count { append(book.asks[place]) }
        }
        var value = UInt32.max
        for byte in text.dropLast() { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
        return Int32(bitPattern: ~value)
    }

    private mutating func append(_ level: BookLevel) {
        append(level.price.raw)
        append(level.quantity.raw)
    }

    /// A count of 1e-8 in the fewest letters, and a colon.
    private mutating func append(_ value: Int64) {
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        text.append(contentsOf: "\(whole)".utf8)
        if fraction > 0 {
            var (rest, digits) = (fraction, 8)
            while rest % 10 == 0 { (rest, digits) = (rest / 10, digits - 1) }
            text.append(UInt8(ascii: "."))
            let letters = "\(rest)".utf8
            text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits - letters.count))
            text.append(contentsOf: letters)
        }
        text.append(UInt8(ascii: ":"))
    }
}
