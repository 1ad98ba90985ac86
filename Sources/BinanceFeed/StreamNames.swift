import Exchanges
import Market

/// The exchange's names of the streams, and the messages that subscribe to them.
struct StreamNames: Sendable {
    private let symbols: [String]
    private let singleTrades: Bool

    /// - Parameter names: the exchange's names of the symbols.
    init(_ names: [String], singleTrades: Bool) {
        symbols = names.map(Self.small)
        self.singleTrades = singleTrades
    }

    /// "btcusdt@kline_1m".
    func name(_ place: Int) -> String {
        symbols[StreamTable.symbol(place).int]
            + StreamTable.kind(place).suffix(singleTrades: singleTrades)
    }

    /// The message that subscribes to streams.
    func subscribe(_ places: [Int], id: Int64) -> String {
        let list = places.map { ForeignText.json(name($0)) }.joined(separator: ",")
        return "{\"method\":\"SUBSCRIBE\",\"params\":[\(list)],\"id\":\(id)}"
    }

    /// Small letters; of ASCII's alone, other scripts' names are taken as they are.
    private static func small(_ name: String) -> String {
        String(
            decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}
