/// A key with which requests to an exchange are signed, of either kind. It is printed nowhere.
public enum SigningKey {
    /// Signs in 64 hexadecimal digits.
    case hmac(HMACKey)
    /// Signs in 88 characters of base64.
    case ed25519(Ed25519Key)

    /// Takes a key as a person gives it: PEM where it begins like one, else the secret's text.
    public init(_ text: some StringProtocol) throws(SigningKeyError) {
        if text.utf8.starts(with: "-----BEGIN ".utf8) {
            self = .ed25519(try Ed25519Key(pem: text))
        } else if let key = HMACKey(text) {
            self = .hmac(key)
        } else {
            throw .empty
        }
    }

    /// The other side of this key: what an exchange holds of it.
    public func verifier() throws(SigningKeyError) -> VerifyingKey {
        switch self {
        case .hmac(let key): .hmac(key)
        case .ed25519(let key): .ed25519(try key.verifier())
        }
    }

    /// Appends the signature of a request: of its query directly followed by its body, both as they are
    /// sent. In a query it is to be percent-encoded (`appendEncodedSignature`).
    public func appendSignature(
        ofQuery query: some Collection<UInt8>, body: some Collection<UInt8>, to text: inout [UInt8]
    ) {
        switch self {
        case .hmac(let key): key.appendSignature(of: query, body, to: &text)
        case .ed25519(let key): key.appendSignature(of: query, body, to: &text)
        }
    }

    /// Appends the signature as it stands in a query: base64's `+`, `/` and `=` percent-encoded.
    public func appendEncodedSignature(
        ofQuery query: some Collection<UInt8>, body: some Collection<UInt8>, to text: inout [UInt8]
    ) {
        var signature: [UInt8] = []
        appendSignature(ofQuery: query, body: body, to: &signature)
        for character in signature {
            switch character {
            case UInt8(ascii: "+"): text.append(contentsOf: "%2B".utf8)
            case UInt8(ascii: "/"): text.append(contentsOf: "%2F".utf8)
            case UInt8(ascii: "="): text.append(contentsOf: "%3D".utf8)
            default: text.append(character)
            }
        }
    }

    /// The signature of a WebSocket request's parameters, as it stands in its JSON.
    public func signature(of parameters: SignedParameters) -> [UInt8] {
        var text: [UInt8] = []
        appendSignature(ofQuery: parameters.text, body: EmptyCollection(), to: &text)
        return text
    }
}

// Two lines that a log, a crash report or a debugger's view would print: neither shows what is inside.
extension SigningKey: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .hmac: "an HMAC key"
        case .ed25519: "an Ed25519 key"
        }
    }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
