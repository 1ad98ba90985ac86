import Exchanges
import Market

/// What of a market's past can be fetched without a key.
public enum HistoryKind: Sendable, Hashable {
    /// Candles of a length.
    case candles(Timeframe)
    /// What each order took at a price; single trades take a key.
    case trades
    /// Funding rates of a contract.
    case funding

    /// The first line of its files: the names that the exchange's dumps give the columns.
    public var header: String { columns.map { "\($0)" }.joined(separator: ",") }

    private var columns: [StaticString] {
        switch self {
        case .candles: RestReader.candleColumns
        case .trades: RestReader.tradeColumns
        case .funding: RestReader.fundingColumns
        }
    }

    /// The part of a file's name that follows the pair, as in the exchange's dumps.
    public var word: String {
        switch self {
        case .candles(let length): "\(length.wireName)"
        case .trades: "aggTrades"
        case .funding: "fundingRate"
        }
    }
}
