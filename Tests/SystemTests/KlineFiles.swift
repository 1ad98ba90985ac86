import Foundation
import TestSupport

/// One minute klines of the test's own, in Binance's layout, from 2025-05-05 on: a slow swing of 0.8 % with
/// noise, near the prices of the documents' examples.
struct KlineFiles {
    static let header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
    static let start = 1_746_403_200_000
    static let documentPrices = [("BTCUSDT", 50_000.0, 1), ("ETHUSDT", 3_000.0, 2), ("SOLUSDT", 150.0, 2)]

    /// The rows of one pair. Every pair swings in its own phase. In a thin market, what follows a decision
    /// offers far less than what it was taken on.
    static func rows(
        _ price: Double, decimals: Int, minutes: Int, seed: UInt64, isThin: Bool = false
    ) -> [String] {
        var random = SeededGenerator(seed: seed)
        var last = price
        return (0..<minutes).map { minute in
            let swing = 1 + 0.008 * sin(Double(minute) / 90 + Double(seed))
            let close = price * swing * (1 + Double.random(in: -0.0006...0.0006, using: &random))
            defer { last = close }
            let open = start + minute * 60_000
            let figures = [last, max(last, close), min(last, close), close]
                .map { String(format: "%.\(decimals)f", $0) }.joined(separator: ",")
            let quote = !isThin ? 2_000_000.0 : minute % 5 == 0 ? 1_000 : 60_000
            return "\(open),\(figures),\(quote / close),\(open + 59_999),\(quote),900,1,1,0"
        }
    }

    /// Writes a file for each pair into a folder. Of the minutes of the hole there is no row.
    static func write(
        _ scratch: Scratch, _ folder: String, minutes: Int,
        pairs: [(String, Double, Int)] = documentPrices, isThin: Bool = false, hole: Range<Int> = 0..<0
    ) throws {
        for (index, pair) in pairs.enumerated() {
            var rows = rows(pair.1, decimals: pair.2, minutes: minutes, seed: UInt64(index + 1), isThin: isThin)
            rows.removeSubrange(hole)
            try scratch.write("\(folder)/\(pair.0)-1m.csv", ([header] + rows).joined(separator: "\n") + "\n")
        }
    }
}
