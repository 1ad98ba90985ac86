import BinanceFeed
import BinanceVenue
import Market
import Network
import Stages

extension FeedChoice {
    /// Which of Binance's addresses.
    public enum Place: Sendable, Hashable {
        /// The exchange itself.
        case mainnet
        /// Its place for trials.
        case testnet
        /// Scheme, host and port of another, as in "http://127.0.0.1:8180".
        case other(BaseURL)

        /// Reads it as "mainnet", "testnet" or a URL, from where a person wrote it.
        init(_ text: String, named name: String) throws(HostError) {
            switch text {
            case "mainnet": self = .mainnet
            case "testnet": self = .testnet
            default: self = .other(try Self.base(text, named: name))
            }
        }

        /// Reads it from the options of a command; `standard` is the network where none is named.
        public init(
            network: String?, base: String?, standard: String = "mainnet"
        ) throws(HostError) {
            guard network == nil || base == nil else {
                throw .usage("--network and --base-url both say where the exchange is: give one of them")
            }
            try self.init(base ?? network ?? standard, named: base == nil ? "--network" : "--base-url")
        }

        /// Where a market is.
        public func addresses(of market: MarketKind) -> BinanceAddresses {
            switch self {
            case .mainnet: .mainnet(market)
            case .testnet: .testnet(market)
            case .other(let base): BinanceAddresses(base: base.text)
            }
        }

        /// Where an account on a market is.
        func accountAddresses(of market: MarketKind) -> BinanceVenueAddresses {
            switch self {
            case .mainnet: .mainnet(market)
            case .testnet: .testnet(market)
            case .other(let base): BinanceVenueAddresses(base: base.text)
            }
        }

        private static func base(_ text: String, named name: String) throws(HostError) -> BaseURL {
            guard text.contains("://") else {
                throw .usage(
                    "\(name) is \(ForeignText.quoted(text)); expected mainnet, testnet or a URL as in "
                        + "http://127.0.0.1:8180")
            }
            do { return try BaseURL(text) } catch {
                let words = "\(name): \(error); expected one as in http://127.0.0.1:8180"
                throw .usage(ForeignText.harmless(words))
            }
        }
    }
}
