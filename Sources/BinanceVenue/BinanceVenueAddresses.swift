import Market

/// Where an account of the exchange is reached.
public struct BinanceVenueAddresses: Sendable, Hashable {
    /// Scheme, host and port of the HTTP API: "https://fapi.binance.com".
    public var rest: String
    /// Scheme, host and port of the sockets that tell what happens to an account: of spot the WebSocket
    /// API's.
    public var sockets: String

    public init(rest: String, sockets: String) { (self.rest, self.sockets) = (rest, sockets) }

    /// The exchange itself.
    public static func mainnet(_ market: MarketKind) -> BinanceVenueAddresses {
        switch market {
        case .spot:
            BinanceVenueAddresses(rest: "https://api.binance.com", sockets: "wss://ws-api.binance.com:443")
        case .um:
            BinanceVenueAddresses(rest: "https://fapi.binance.com", sockets: "wss://fstream.binance.com")
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

    /// One host for both, by the URL of its HTTP API: "http://127.0.0.1:9000".
    public init(base: String) {
        rest = base
        sockets = "ws" + base.dropFirst(4)
    }
}
