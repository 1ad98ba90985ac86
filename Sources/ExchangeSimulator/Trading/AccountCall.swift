import Exchanges
import Market

/// Who asks what of a market, and when.
struct AccountCall: Sendable {
    let parameters: Parameters
    let account: Int
    /// The place of the market that is asked.
    let venue: Int
    let time: Timestamp
    /// In what moments are told.
    let unit: TimeUnit
}
