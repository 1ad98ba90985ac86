import Exchanges

/// An event of an account that a socket is to hear.
struct AccountEvent: Sendable {
    let connection: ConnectionID
    /// Its kind, as the exchange calls it.
    let name: String
    let bytes: [UInt8]
}
