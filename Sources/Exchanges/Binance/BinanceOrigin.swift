/// Whose a scheme, host and port are, as far as keys are concerned.
public enum BinanceOrigin: Sendable, Hashable {
    /// Binance's, where real money is.
    case mainnet
    /// Binance's, where none is.
    case testnet
    /// It has Binance in its name, and is none of the addresses that we know of it: another scheme, port or
    /// ending, or one that is Binance's by another spelling.
    case pretender
    /// Somebody else's: a simulator's.
    case elsewhere

    /// Looks it up as it stands: "https://api.binance.com". A port that is its scheme's may stand there.
    public init(_ origin: String) {
        let plain = origin.hasSuffix(":443") ? String(origin.dropLast(4)) : origin
        let site = BinanceSite.all.first { site in
            [site.rest, site.sockets, site.sockets + ":443"].contains { $0 == plain || $0 == plain + ":443" }
        }
        switch site?.network {
        case .mainnet: self = .mainnet
        case .testnet: self = .testnet
        case nil: self = origin.lowercased().contains("binance") ? .pretender : .elsewhere
        }
    }
}
