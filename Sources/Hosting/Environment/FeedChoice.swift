import Market
import Network
import Stages

/// Where the feed handler's process has its market data from.
public enum FeedChoice: Sendable, Hashable {
    /// The recorded data of the run.
    case replay
    /// Binance, or whoever speaks as it does; which of its markets the configuration says ("market").
    case binance(Place)

    /// Which of Binance's addresses.
    public enum Place: Sendable, Hashable {
        /// The exchange itself.
        case mainnet
        /// Its place for trials.
        case testnet
        /// Scheme, host and port of another, as in "http://127.0.0.1:8180".
        case other(BaseURL)
    }

    /// Reads it as it stands in STRATA_FEED: empty or "replay", or "binance" and the place, as in
    /// "binance:mainnet" or "binance:http://127.0.0.1:8180".
    public init(_ text: String) throws(HostError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        switch (parts[0], parts.count) {
        case ("", 1), ("replay", 1): self = .replay
        case ("binance", 2): self = .binance(try Self.place(parts[1]))
        default:
            throw .configuration(
                "STRATA_FEED is \(ForeignText.quoted(text)); expected replay, or as in binance:mainnet")
        }
    }

    /// Reads it from the options of a command.
    public init(feed: String?, network: String?, base: String?) throws(HostError) {
        switch feed ?? "replay" {
        case "replay":
            guard network == nil, base == nil else {
                throw .usage("--network and --base-url go with --feed binance")
            }
            self = .replay
        case "binance":
            guard network == nil || base == nil else {
                throw .usage("--network and --base-url both say where the exchange is: give one of them")
            }
            self = .binance(try Self.place(base ?? network ?? "mainnet"))
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

    /// Whether the exchange is a program on this machine.
    public var isOnThisMachine: Bool {
        if case .binance(.other(let base)) = self { base.isLoopback } else { false }
    }

    /// Whether the market sets the pace.
    public var isLive: Bool { self != .replay }

    private static func place(_ text: String) throws(HostError) -> Place {
        switch text {
        case "mainnet": return .mainnet
        case "testnet": return .testnet
        default:
            guard text.contains("://") else {
                throw .usage(
                    "the exchange's place is \(ForeignText.quoted(text)); expected mainnet, testnet or a URL "
                        + "as in http://127.0.0.1:8180")
            }
            do { return .other(try BaseURL(text)) } catch {
                throw .usage(
                    ForeignText.harmless("--base-url: \(error); expected one as in http://127.0.0.1:8180"))
            }
        }
    }
}
