import Market
import Network
import Stages

/// Where the feed handler's process has its market data from.
public enum FeedChoice: Sendable, Hashable {
    /// The recorded data of the run.
    case replay
    /// Binance, or whoever speaks as it does; which of its markets the configuration says ("market").
    case binance(Place)

    /// Reads it as it stands in STRATA_FEED: empty or "replay", or "binance" and the place, as in
    /// "binance:mainnet" or "binance:http://127.0.0.1:8180".
    public init(_ text: String) throws(HostError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        switch (parts[0], parts.count) {
        case ("", 1), ("replay", 1): self = .replay
        case ("binance", 2): self = .binance(try Place(parts[1], named: "STRATA_FEED"))
        default:
            throw .configuration(
                "STRATA_FEED is \(ForeignText.quoted(text)); expected replay, or as in binance:mainnet")
        }
    }

    /// Reads it from the options of a command; `standard` is the network where none is named.
    public init(
        feed: String?, network: String?, base: String?, standard: String = "mainnet"
    ) throws(HostError) {
        switch feed ?? "replay" {
        case "replay":
            guard network == nil, base == nil else {
                throw .usage("--network and --base-url go with --feed binance")
            }
            self = .replay
        case "binance":
            self = .binance(try Place(network: network, base: base, standard: standard))
        case let other:
            throw .usage("--feed is \(ForeignText.quoted(other)); expected replay or binance")
        }
    }

    /// As it stands in STRATA_FEED.
    public var text: String {
        switch self {
        case .replay: ""
        case .binance(.mainnet): "binance:mainnet"
        case .binance(.testnet): "binance:testnet"
        case .binance(.other(let base)): "binance:\(base.text)"
        }
    }

    /// The address of an exchange that is a program on this machine; `nil` of any other.
    public var onThisMachine: BaseURL? {
        if case .binance(.other(let base)) = self, base.isLoopback { base } else { nil }
    }

    /// Whether the market sets the pace.
    public var isLive: Bool { self != .replay }
}
