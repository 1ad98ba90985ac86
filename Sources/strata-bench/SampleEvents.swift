import Configuration
import Exchanges
import Hosting
import Stages

/// The samples of the checkout, in memory.
enum SampleEvents {
    /// What there is to play.
    enum Kind: String, CaseIterable {
        case klines = "klines"
        case ticks = "ticks/um"
        case recordings = "recordings/um"

        /// The pairs that the sample has.
        var symbols: [String] { self == .klines ? [] : ["BTC/USDT", "ETH/USDT"] }
    }

    /// The settings for a sample's pairs.
    static func settings(_ kind: Kind) throws(HostError) -> Settings {
        let environment = try ProcessEnvironment()
        return try SetupLoader.load(
            safeList: environment.safeList, instruments: environment.instruments,
            configuration: environment.configuration, symbols: kind.symbols
        ).settings
    }

    /// All events of a sample, by time.
    static func load(_ kind: Kind, _ settings: Settings) throws(HostError) -> [MarketEvent] {
        var source = try RecordedData.open("samples/\(kind.rawValue)", settings)
        do { return try source.all() } catch { throw .data("\(error)") }
    }
}
