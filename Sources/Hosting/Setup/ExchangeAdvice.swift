import BinanceFeed

/// What a person is told while an exchange tells nothing of use.
enum ExchangeAdvice {
    /// How long one waits until it is told, and until it is told again, ns.
    static let patience: Int64 = 8_000_000_000
    static let repetition: Int64 = 60_000_000_000

    /// What to look at where an account tells nothing of use, and the newest of what happened.
    static func account(_ address: String, _ newest: String) -> String {
        let last = newest.isEmpty ? "" : " (last, it \(newest))"
        return "the account at \(address) is not read yet, and it goes on trying\(last): look at the "
            + "address, at the key and what it may do, and at the account's modes, or stop with Ctrl-C"
    }

    /// What to look at, and the newest of what happened.
    static func text(_ addresses: BinanceAddresses, _ newest: String) -> String {
        let last = newest.isEmpty ? "" : " (last, it \(newest))"
        return "gets nothing of use from \(addresses.rest), and goes on trying\(last): look at the address "
            + "(--base-url, --network) and at \"market\" in strata.json, or stop with Ctrl-C"
    }
}
