import Market
import Stages

/// Where the feed handler's process has its market data from.
public enum FeedChoice: Sendable, Hashable {
    /// The recorded data of the run.
    case replay
    /// Binance, or whoever speaks as it does at this URL.
    case binance(MarketKind, Place)

    /// Which of Binance's addresses.
    public enum Place: Sendable, Hashable {
        case mainnet
        case testnet
        /// Scheme, host and port of another, as in "http://127.0.0.1:8180".
        case other(String)
    }

    /// Reads it as it stands in STRATA_FEED: "replay", or "binance", the market and the place, as in
    /// "binance:um:mainnet" or "binance:spot:http://127.0.0.1:8180".
    public init(_ text: String) throws(HostError) {
        let parts = text.split(separator: ":", maxSplits: 2).map(String.init)
        switch (parts.first ?? "replay", parts.count) {
        case ("replay", 0...1): self = .replay
        case ("binance", 3):
            self = .binance(try Self.market(parts[1], of: "STRATA_FEED"), try Self.place(parts[2]))
        default:
            throw .configuration(
                "STRATA_FEED is \(ForeignText.quoted(text)); expected replay, or as in binance:um:mainnet")
        }
    }

    /// Reads it from the options of a command.
    public init(feed: String?, market: String?, network: String?, base: String?) throws(HostError) {
        switch feed ?? "replay" {
        case "replay":
            guard market == nil, network == nil, base == nil else {
                throw .usage("--market, --network and --base-url go with --feed binance")
            }
            self = .replay
        case "binance":
            guard network == nil || base == nil else {
                throw .usage("--network and --base-url both say where the exchange is: give one of them")
            }
            self = .binance(
                try Self.market(market ?? "um", of: "--market"), try Self.place(base ?? network ?? "mainnet"))
        case let other:
            throw .usage("--feed is \(ForeignText.quoted(other)); expected replay or binance")
        }
    }

    /// As it stands in STRATA_FEED.
    public var text: String {
        switch self {
        case .replay: ""
        case .binance(let market, .mainnet): "binance:\(Self.word(market)):mainnet"
        case .binance(let market, .testnet): "binance:\(Self.word(market)):testnet"
        case .binance(let market, .other(let base)): "binance:\(Self.word(market)):\(base)"
        }
    }

    /// Whether the market sets the pace.
    public var isLive: Bool { self != .replay }

    private static func word(_ market: MarketKind) -> String { market == .spot ? "spot" : "um" }

    private static func market(_ text: String, of name: String) throws(HostError) -> MarketKind {
        switch text {
        case "spot": .spot
        case "um": .um
        default: throw .usage("\(name) holds \(ForeignText.quoted(text)); expected spot or um")
        }
    }

    private static func place(_ text: String) throws(HostError) -> Place {
        switch text {
        case "mainnet": return .mainnet
        case "testnet": return .testnet
        default:
            guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
                throw .usage(
                    "the exchange's place is \(ForeignText.quoted(text)); expected mainnet, testnet or a URL "
                        + "as in http://127.0.0.1:8180")
            }
            return .other(text)
        }
    }
}
