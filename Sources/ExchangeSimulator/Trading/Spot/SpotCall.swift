import Exchanges
import Market

/// Who asks what of spot, and when.
struct SpotCall: Sendable {
    let parameters: Parameters
    let account: Int
    /// Spot's place among the markets.
    let venue: Int
    let time: Timestamp
    /// In what moments are told.
    let unit: TimeUnit
}
