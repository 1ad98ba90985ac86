import COpenSSL

/// The half of an Ed25519 pair (RFC 8032) that may be shown: it knows the other half's signatures.
public final class Ed25519Verifier {
    private let key: PEMKey
    private let context: OpaquePointer

    /// Takes the 32 bytes of RFC 8032.
    public convenience init(bytes: [UInt8]) throws(SigningKeyError) {
        try self.init(PEMKey(publicBytes: bytes))
    }

    /// Takes the key from PEM (-----BEGIN PUBLIC KEY-----).
    public convenience init(pem: some StringProtocol) throws(SigningKeyError) {
        try self.init(PEMKey(Array(pem.utf8), .open))
    }

    private init(_ key: PEMKey) throws(SigningKeyError) {
        guard let context = EVP_MD_CTX_new() else { throw .refused }
        (self.key, self.context) = (key, context)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Whether a text in base64 is the signature of two texts that follow one another.
    public func verifies(
        _ signature: some Collection<UInt8>, of first: some Collection<UInt8>,
        _ second: some Collection<UInt8>
    ) -> Bool {
        guard let told = Base64Text.bytes(signature, count: Ed25519Key.size) else { return false }
        let message = Array(first) + second
        EVP_MD_CTX_reset(context)
        defer { ERR_clear_error() }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1
            && EVP_DigestVerify(context, told, told.count, message, message.count) == 1
    }
}
