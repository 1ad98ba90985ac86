/// Where OKX is reached: for data, no keys are needed.
public struct OKXAddresses: Sendable, Hashable {
    /// Scheme, host and port of the HTTP API.
    public var rest: String
    /// The URL of the public channels: quotes, trades, books.
    public var publicChannels: String
    /// The URL of what the exchange computes: candles.
    public var businessChannels: String

    /// - Parameters:
    ///   - rest: scheme, host and port of the HTTP API.
    ///   - publicChannels: the whole URL of the public channels.
    ///   - businessChannels: the whole URL of the channels of candles.
    public init(rest: String, publicChannels: String, businessChannels: String) {
        (self.rest, self.publicChannels, self.businessChannels) = (rest, publicChannels, businessChannels)
    }

    /// The exchange itself.
    public static let mainnet = OKXAddresses(rest: "https://www.okx.com", streams: "wss://ws.okx.com:8443")

    /// One host for all, by the URL of its HTTP API: "http://127.0.0.1:9000".
    public init(base: String) { self.init(rest: base, streams: "ws" + base.dropFirst(4)) }

    private init(rest: String, streams: String) {
        self.init(
            rest: rest, publicChannels: streams + "/ws/v5/public",
            businessChannels: streams + "/ws/v5/business")
    }
}
