/// What an exchange holds of a client's key: it knows that key's signatures.
public enum VerifyingKey {
    /// The secret itself.
    case hmac(HMACKey)
    /// The half that may be shown.
    case ed25519(Ed25519Verifier)

    /// Whether a signature, as it is after percent-decoding, is the key's on a query directly followed by a
    /// body, both as they were sent and without the signature.
    public func verifies(
        _ signature: some Collection<UInt8>, ofQuery query: some Collection<UInt8>,
        body: some Collection<UInt8>
    ) -> Bool {
        switch self {
        case .hmac(let key): key.verifies(signature, of: query, body)
        case .ed25519(let key): key.verifies(signature, of: query, body)
        }
    }

    /// Whether a signature is the key's on a WebSocket request's parameters.
    public func verifies(_ signature: some Collection<UInt8>, of parameters: SignedParameters) -> Bool {
        verifies(signature, ofQuery: parameters.text, body: EmptyCollection())
    }
}

extension VerifyingKey: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .hmac: "an HMAC key"
        case .ed25519: "an Ed25519 key"
        }
    }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
