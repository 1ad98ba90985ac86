import Exchanges
import Market

/// Where an account of the exchange is reached.
public struct BinanceVenueAddresses: Sendable, Hashable {
    /// Scheme, host and port of the HTTP API: "https://fapi.binance.com".
    public var rest: String
    /// Scheme, host and port of the sockets that tell what happens to an account: of spot the WebSocket
    /// API's.
    public var sockets: String
    /// Scheme, host and port of the HTTP API that tells what a key may do; `nil` where none does.
    public var keys: String?

    public init(rest: String, sockets: String, keys: String? = nil) {
        (self.rest, self.sockets, self.keys) = (rest, sockets, keys)
    }

    /// The exchange itself.
    public static func mainnet(_ market: MarketKind) -> BinanceVenueAddresses {
        switch market {
        case .spot:
            BinanceVenueAddresses(
                rest: "https://api.binance.com", sockets: "wss://ws-api.binance.com:443",
                keys: BinanceSite.keys)
        case .um:
            BinanceVenueAddresses(
                rest: "https://fapi.binance.com", sockets: "wss://fstream.binance.com",
                keys: BinanceSite.keys)
        }
    }

    /// The exchange's place for trials, with accounts of its own.
    public static func testnet(_ market: MarketKind) -> BinanceVenueAddresses {
        switch market {
        case .spot:
            BinanceVenueAddresses(
                rest: "https://testnet.binance.vision", sockets: "wss://ws-api.testnet.binance.vision")
        case .um:
            BinanceVenueAddresses(
                rest: "https://demo-fapi.binance.com", sockets: "wss://demo-fstream.binance.com")
        }
    }

    /// One host for all, by the URL of its HTTP API: "http://127.0.0.1:9000"; of an address of Binance's what
    /// belongs to it.
    public init(base: String) {
        rest = base
        guard let site = BinanceSite.serving(base) else {
            (sockets, keys) = ("ws" + base.dropFirst(4), base)
            return
        }
        (sockets, keys) = (site.sockets, site.network == .mainnet ? BinanceSite.keys : nil)
    }
}
