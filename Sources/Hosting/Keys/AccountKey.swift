import BinanceVenue
import Exchanges
import Market
import Messages
import Sealing
import Stages

/// A key of an account at the exchange: its name, which goes in a header, and the secret that signs. Neither
/// is printed.
public final class AccountKey {
    /// Where the variables may stand, if not in the environment.
    static let standardFile = ".env.sh"
    /// Names another file.
    package static let fileVariable = "STRATA_KEYS_FILE"

    /// What the exchange calls it.
    let name: String
    let secret: SigningKey
    /// Tells accounts apart and nothing of the key: the first half of its hash.
    public let label: String
    /// Where its account is.
    private let network: BinanceSite.Network

    init(_ name: String, _ secret: SigningKey, of network: BinanceSite.Network) {
        (self.name, self.secret, self.network) = (name, secret, network)
        let hash = SHA256()
        Array(name.utf8).withUnsafeBytes { hash.update($0) }
        var digits: [UInt8] = []
        hash.finish().appendHex(to: &digits)
        label = String(decoding: digits.prefix(32), as: UTF8.self)
    }

    /// What signs by it for these addresses.
    func signer(for addresses: BinanceVenueAddresses) -> BinanceSigner {
        BinanceSigner(name, secret, of: network, for: addresses)
    }

    /// The variables that hold a key for a mode: the testnet's are never sent to the exchange itself, nor its
    /// to the testnet.
    static func variables(_ mode: TradingMode) -> (name: String, secret: String) {
        mode == .live
            ? ("BINANCE_API_KEY", "BINANCE_API_SECRET")
            : ("BINANCE_TESTNET_API_KEY", "BINANCE_TESTNET_API_SECRET")
    }

    /// The key of a mode, from the environment or else from the file.
    ///
    /// - Parameter read: the environment.
    /// - Throws: `HostError.configuration` that names the variable and the file that miss it.
    public static func find(
        _ mode: TradingMode, _ read: (String) -> String? = ProcessEnvironment.variable
    ) throws(HostError) -> AccountKey {
        let (variables, others) = (variables(mode), variables(mode == .live ? .testnet : .live))
        let path = read(fileVariable).flatMap { $0.isEmpty ? nil : $0 } ?? standardFile
        var lines: KeyLines?
        if var bytes = try PrivateFile.read(path, named: "the file of keys") {
            defer { SecretKey.wipe(&bytes) }
            lines = try KeyLines(String(decoding: bytes, as: UTF8.self), path)
        }
        func found(_ variable: String) -> String? {
            if let told = read(variable), !told.isEmpty { return told }
            return lines?[variable]
        }
        func value(_ variable: String) throws(HostError) -> String {
            if let told = found(variable) { return told }
            let place = lines == nil
                ? "there is no \(ForeignText.shown(path))" : "\(ForeignText.shown(path)) does not set it"
            throw .configuration(
                "no credentials (Credenciales no encontradas): \(variable) is not in the environment, and "
                    + "\(place). Copy deploy/.env.example.sh to .env.sh, chmod 600 it, and put the key in"
                    + (found(others.name) == nil ? "" : ". " + Self.wrongNames(others.name, mode)))
        }
        let name = try value(variables.name)
        guard name != found(others.name) else {
            throw .configuration(
                "\(variables.name) and \(others.name) hold the same key, and one of them is wrong: an "
                    + "account of the testnet and one of real money have keys of their own")
        }
        return try key(name, try value(variables.secret), variables, mode)
    }

    /// What is said where there is a key, of the other network.
    private static func wrongNames(_ others: String, _ mode: TradingMode) -> String {
        "\(others) is set, and is for "
            + (mode == .live ? "the testnet" : "real money: it goes to the exchange itself and nowhere else")
    }

    /// Whether a secret is the path of one. What could be a secret itself is not taken for a path: a path is
    /// told where there is no such file.
    private static func isPath(_ text: String) -> Bool {
        text.hasSuffix(".pem") || ["/", "./", "../", "~/"].contains(where: text.hasPrefix)
    }

    private static func key(
        _ name: String, _ text: String, _ variables: (name: String, secret: String), _ mode: TradingMode
    ) throws(HostError) -> AccountKey {
        // It goes into a header and into JSON as it is.
        let isName = (1...256).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C && $0 != 0x26 }
        guard isName else {
            throw .configuration(
                "\(variables.name) holds what is no name of a key; expected letters and digits")
        }
        var secret = text
        if isPath(text) {
            let file = try PrivateFile.read(text, named: "the key that \(variables.secret) names,")
            guard var bytes = file else {
                throw .configuration(
                    "\(variables.secret) names \(ForeignText.quoted(text)), which is not there; expected the "
                        + "secret, or a file of PEM")
            }
            defer { SecretKey.wipe(&bytes) }
            secret = String(decoding: bytes, as: UTF8.self)
        }
        do {
            return AccountKey(name, try SigningKey(secret), of: mode == .live ? .mainnet : .testnet)
        } catch {
            throw .configuration("\(variables.secret): \(error)")
        }
    }
}

extension AccountKey: CustomStringConvertible, CustomReflectable {
    /// Nothing of the key.
    public var description: String { "the account \(label.prefix(8))" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
