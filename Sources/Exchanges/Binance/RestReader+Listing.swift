import CSimdJSON
import Market

/// The exchange's list of symbols, as far as instruments are made of it.
extension RestReader {
    /// What is kept of a row. `maintMarginPercent` and `requiredMarginPercent` are not: the exchange says
    /// itself that they mean nothing.
    private static let listed: [StaticString] = [
        "symbol", "status", "contractStatus", "contractType", "baseAsset", "quoteAsset", "=filters",
    ]

    /// Calls back with each row of a symbol that is wanted, as one JSON object, and its place among names.
    package func listing(
        _ body: [UInt8], of names: NameTable, _ take: (Int, String) -> Void
    ) throws(FeedProblem) {
        try rows(body, "symbols", Self.listed) { (cells) throws(FeedProblem) in
            guard let place = names.index(of: cells[0].raw) else { return }
            var members: [String] = []
            for (cell, key) in zip(cells, Self.listed) where cell.bytes != nil {
                let text = String(decoding: cell.raw, as: UTF8.self)
                let isWhole = key.utf8Start.pointee == UInt8(ascii: "=")
                members.append(
                    isWhole ? "\"\("\(key)".dropFirst())\":\(text)" : "\"\(key)\":\(ForeignText.json(text))")
            }
            take(place, "{\(members.joined(separator: ","))}")
        }
    }
}
