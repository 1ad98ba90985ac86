import Hosting
import Market
import Stages

/// `--market`, `--network` and `--base-url`: from which exchange data is fetched.
struct DataPlace {
    static let options = ["market", "network", "base-url"]

    let market: MarketKind
    let place: FeedChoice.Place

    /// - Parameter standard: the market where none is named.
    init(_ arguments: Arguments, standard: () throws(HostError) -> MarketKind) throws(HostError) {
        switch arguments["market"] {
        case "spot": market = .spot
        case "um": market = .um
        case nil: market = try standard()
        case let other?:
            throw .usage("--market is \(ForeignText.quoted(other)); expected spot or um")
        }
        place = try FeedChoice.Place(network: arguments["network"], base: arguments["base-url"])
    }
}
