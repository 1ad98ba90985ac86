import COpenSSL

/// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto, with one context for all hashes: no memory is asked for
/// after the first.
///
/// A class, since it owns the context; used by one thread.
public final class SHA256 {
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("libcrypto gives no SHA-256: no memory left, or its configuration forbids it")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes to what is hashed.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        let isDone = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        precondition(isDone, "libcrypto refused to go on with a SHA-256")
    }

    /// The hash of all that was added since the last call, and a fresh start.
    public func finish() -> ChainHash {
        var hash = ChainHash.seed
        let isDone = withUnsafeMutableBytes(of: &hash) { bytes in
            EVP_DigestFinal_ex(context, bytes.baseAddress, nil) == 1
        }
        // Without a kind the context takes the one that it has.
        precondition(
            isDone && EVP_DigestInit_ex(context, nil, nil) == 1, "libcrypto refused to end a SHA-256")
        return hash
    }
}
