import COpenSSL

/// The secret half of an Ed25519 pair (RFC 8032), with which requests are signed. It is printed nowhere.
public final class Ed25519Key {
    /// Bytes of a signature before they are written in base64.
    public static let size = 64

    private let key: PEMKey
    private let context: OpaquePointer

    /// Takes the key from PEM, PKCS#8 without a password. The caller wipes its own copy.
    public init(pem: [UInt8]) throws(SigningKeyError) {
        key = try PEMKey(pem, .secret)
        guard let context = EVP_MD_CTX_new() else { throw .refused }
        self.context = context
    }

    /// The same, of a text.
    public convenience init(pem: some StringProtocol) throws(SigningKeyError) {
        var bytes = Array(pem.utf8)
        defer { SecretKey.wipe(&bytes) }
        try self.init(pem: bytes)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// The half of the pair that verifies, and may be shown.
    public func verifier() throws(SigningKeyError) -> Ed25519Verifier {
        guard let bytes = key.publicBytes else { throw .refused }
        return try Ed25519Verifier(bytes: bytes)
    }

    /// Appends the signature of two texts that follow one another without anything between them, in base64.
    public func appendSignature(
        of first: some Collection<UInt8>, _ second: some Collection<UInt8>, to text: inout [UInt8]
    ) {
        let message = Array(first) + second
        var signature = [UInt8](repeating: 0, count: Self.size)
        var count = signature.count
        EVP_MD_CTX_reset(context)
        let isSigned =
            EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1
            && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        precondition(isSigned && count == Self.size, "libcrypto refused an Ed25519 signature")
        Base64Text.append(signature, to: &text)
    }
}
