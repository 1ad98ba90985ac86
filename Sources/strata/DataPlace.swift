import BinanceFeed
import Hosting
import Market
import Network
import Stages

/// `--market`, `--network` and `--base-url`: from which exchange data is fetched.
struct DataPlace {
    static let options = ["market", "network", "base-url"]

    let market: MarketKind
    private let place: FeedChoice.Place

    /// - Parameter standard: the market where none is named.
    init(_ arguments: Arguments, standard: () throws(HostError) -> MarketKind) throws(HostError) {
        switch arguments["market"] {
        case "spot": market = .spot
        case "um": market = .um
        case nil: market = try standard()
        case let other?:
            throw .usage("--market is \(ForeignText.quoted(other)); expected spot or um")
        }
        let choice = try FeedChoice(
            feed: "binance", network: arguments["network"], base: arguments["base-url"])
        guard case .binance(let place) = choice else { throw .usage("--network names no exchange") }
        self.place = place
    }

    /// Where a market is.
    func addresses(_ market: MarketKind) -> BinanceAddresses {
        switch place {
        case .mainnet: .mainnet(market)
        case .testnet: .testnet(market)
        case .other(let base): BinanceAddresses(base: base.text)
        }
    }
}
