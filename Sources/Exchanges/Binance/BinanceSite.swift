import Market

/// A place of Binance's that takes the orders of accounts, by an exact list: what is not in it is not
/// Binance's, however alike its name is.
public struct BinanceSite: Sendable, Hashable {
    /// Whose money is traded there.
    public enum Network: String, Sendable, Hashable, CaseIterable {
        /// Real money.
        case mainnet
        /// None.
        case testnet
    }

    /// The exchange itself, or its place for trials.
    public let network: Network
    /// Which accounts it has.
    public let market: MarketKind
    /// Its HTTP API: "https://fapi.binance.com".
    public let rest: String
    /// The sockets that tell what happens to an account, and those of its market's data.
    public let sockets: String
    public let streams: String

    /// The HTTP API that tells what a key of the exchange itself may do; its place for trials has none.
    public static let keys = "https://api.binance.com"

    /// All of them (docs/decisions/0061).
    public static let all: [BinanceSite] =
        ["api", "api-gcp", "api1", "api2", "api3", "api4"].map {
            BinanceSite(
                network: .mainnet, market: .spot, rest: "https://\($0).binance.com",
                sockets: "wss://ws-api.binance.com:443", streams: "wss://stream.binance.com:9443")
        }
        + ["testnet", "api1.testnet"].map {
            BinanceSite(
                network: .testnet, market: .spot, rest: "https://\($0).binance.vision",
                sockets: "wss://ws-api.testnet.binance.vision",
                streams: "wss://stream.testnet.binance.vision")
        } + [
            BinanceSite(
                network: .testnet, market: .spot, rest: "https://demo-api.binance.com",
                sockets: "wss://demo-ws-api.binance.com", streams: "wss://demo-stream.binance.com"),
            BinanceSite(
                network: .mainnet, market: .um, rest: "https://fapi.binance.com",
                sockets: "wss://fstream.binance.com", streams: "wss://fstream.binance.com"),
            BinanceSite(
                network: .testnet, market: .um, rest: "https://demo-fapi.binance.com",
                sockets: "wss://demo-fstream.binance.com", streams: "wss://demo-fstream.binance.com"),
            BinanceSite(
                network: .testnet, market: .um, rest: "https://testnet.binancefuture.com",
                sockets: "wss://fstream.binancefuture.com", streams: "wss://fstream.binancefuture.com"),
        ]

    /// The one whose HTTP API is at this scheme, host and port, letter by letter; `nil` of any other.
    public static func serving(_ rest: String) -> BinanceSite? { all.first { $0.rest == rest } }
}

extension BinanceSite.Network {
    /// Whether keys of accounts there may be sent to this scheme, host and port. Those to real money go to
    /// the exchange alone; those of trials go to simulators, too, and to nothing that is or looks like the
    /// exchange.
    public func sendsKeys(to origin: String) -> Bool {
        switch (self, BinanceOrigin(origin)) {
        case (.mainnet, .mainnet), (.testnet, .testnet), (.testnet, .elsewhere): true
        default: false
        }
    }
}
