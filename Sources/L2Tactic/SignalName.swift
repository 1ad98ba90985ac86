import Market
import Messages

/// Names signals: "r7-BTCUSDT-swt1a8-5m" is run 7, the pair, the candle's close in seconds (base 36)
/// and its timeframe. One candle names one signal, so deciding twice sends the same one.
struct SignalName: Sendable {
    /// The bytes up to the close, by symbol.
    private let heads: [[UInt8]]

    init(run: UInt32, _ instruments: InstrumentTable) {
        heads = instruments.symbols.map { symbol in
            let name = "r\(run)-\(instruments[symbol].exchangeName)-"
            // What would not leave room for close and timeframe gets its place instead of its name.
            let room = ClientOrderID.signalLimit - "zzzzzz-15m".utf8.count
            return Array((name.utf8.count <= room ? name : "r\(run)-\(symbol.int)-").utf8)
        }
    }

    /// The id of the signal of one candle.
    func label(_ symbol: SymbolID, _ close: Timestamp, _ timeframe: Timeframe) -> Label {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            var count = 0
            func append(_ byte: UInt8) {
                buffer[count] = byte
                count += 1
            }
            for byte in heads[symbol.int].prefix(40) { append(byte) }
            Self.base36(close.seconds) { append($0) }
            append(UInt8(ascii: "-"))
            let name = timeframe.wireName
            for index in 0..<name.utf8CodeUnitCount { append(name.utf8Start[index]) }
            return Label(UnsafeBufferPointer(rebasing: buffer[..<count])) ?? Label()
        }
    }

    private static func base36(_ number: Int64, _ append: (UInt8) -> Void) {
        var divisor: Int64 = 1
        while number / divisor >= 36 { divisor *= 36 }
        while divisor > 0 {
            let digit = UInt8(number / divisor % 36)
            append(digit < 10 ? 48 + digit : 87 + digit)
            divisor /= 36
        }
    }
}
