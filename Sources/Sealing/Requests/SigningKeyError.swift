/// Why a key of an exchange can't be used. What the key says stands in none of these.
public enum SigningKeyError: Error, Equatable {
    /// The secret is empty.
    case empty
    /// The text is no key in PEM that can be read without a password.
    case unreadable
    /// The PEM holds a key of another algorithm; its name where OpenSSL knows one.
    case otherAlgorithm(String)
    /// The PEM holds no public half to verify with, or none that is of use.
    case refused
}

extension SigningKeyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "the secret is empty; expected the text that the exchange gave with the key"
        case .unreadable:
            "no key can be read from this text; expected PEM (-----BEGIN PRIVATE KEY-----, PKCS#8) without a "
                + "password"
        case .otherAlgorithm(let name): "a key of \(name); expected Ed25519"
        case .refused: "OpenSSL refused this Ed25519 key"
        }
    }
}
