import Exchanges
import Market

/// Where a market of the exchange is reached: for data, no keys are needed.
public struct BinanceAddresses: Sendable, Hashable {
    /// Scheme, host and port of the HTTP API: "https://api.binance.com".
    public var rest: String
    /// Scheme, host and port of the streams: "wss://stream.binance.com:9443".
    public var streams: String

    public init(rest: String, streams: String) { (self.rest, self.streams) = (rest, streams) }

    /// The exchange itself.
    public static func mainnet(_ market: MarketKind) -> BinanceAddresses {
        switch market {
        case .spot:
            BinanceAddresses(rest: "https://api.binance.com", streams: "wss://stream.binance.com:9443")
        case .um: BinanceAddresses(rest: "https://fapi.binance.com", streams: "wss://fstream.binance.com")
        }
    }

    /// The exchange's place for trials, with books of its own.
    public static func testnet(_ market: MarketKind) -> BinanceAddresses {
        switch market {
        case .spot:
            BinanceAddresses(
                rest: "https://testnet.binance.vision", streams: "wss://stream.testnet.binance.vision")
        case .um:
            BinanceAddresses(rest: "https://demo-fapi.binance.com", streams: "wss://demo-fstream.binance.com")
        }
    }

    /// One host for both, by the URL of its HTTP API: "http://127.0.0.1:9000"; of an address of Binance's
    /// what belongs to it.
    public init(base: String) {
        rest = base
        streams = BinanceSite.serving(base)?.streams ?? "ws" + base.dropFirst(4)
    }
}
