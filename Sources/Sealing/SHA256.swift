import COpenSSL

/// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto; asks for no memory.
///
/// A class, since the state of a hash is not to be copied by mistake; used by one thread.
public final class SHA256 {
    private var state = SHA256_CTX()

    public init() { begin() }

    /// Adds bytes to what is hashed.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        let isDone = SHA256_Update(&state, bytes.baseAddress, bytes.count) == 1
        precondition(isDone, "libcrypto refused to go on with a SHA-256")
    }

    /// The hash of all that was added since the last call, and a fresh start.
    public func finish() -> ChainHash {
        var hash = ChainHash.seed
        let isDone = withUnsafeMutableBytes(of: &hash) { bytes in
            SHA256_Final(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), &state) == 1
        }
        precondition(isDone, "libcrypto refused to end a SHA-256")
        begin()
        return hash
    }

    private func begin() {
        precondition(SHA256_Init(&state) == 1, "libcrypto refused to begin a SHA-256")
    }
}
