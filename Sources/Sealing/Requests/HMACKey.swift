import COpenSSL

/// A shared secret that signs and verifies requests by HMAC-SHA256 (FIPS 198-1). It is printed nowhere, and
/// wiped when nobody holds it.
///
/// The two hashes that a key begins with are made once: a signature then asks for no memory.
public final class HMACKey {
    /// Bytes of a signature before they are written as digits.
    public static let size = 32

    /// The inner hash and the outer one, each after the key's block.
    private let states = UnsafeMutablePointer<SHA256_CTX>.allocate(capacity: 2)

    /// A key of a secret's bytes, as they are: an exchange's secret is a text, and its characters are the
    /// key. `nil` of an empty one. The caller wipes its own copy.
    public init?(_ secret: [UInt8]) {
        states.initialize(repeating: SHA256_CTX(), count: 2)
        guard !secret.isEmpty else { return nil }
        var block = [UInt8](repeating: 0, count: Int(SHA256_CBLOCK))
        defer { SecretKey.wipe(&block) }
        if secret.count > block.count {
            SHA256_Init(&states[0])
            SHA256_Update(&states[0], secret, secret.count)
            SHA256_Final(&block, &states[0])
        } else {
            block.replaceSubrange(0..<secret.count, with: secret)
        }
        begin(0, &block, turning: 0x36)
        begin(1, &block, turning: 0x36 ^ 0x5C)
    }

    private func begin(_ state: Int, _ block: inout [UInt8], turning padding: UInt8) {
        for index in block.indices { block[index] ^= padding }
        SHA256_Init(&states[state])
        SHA256_Update(&states[state], block, block.count)
    }

    /// The same, of the UTF-8 of a text.
    public convenience init?(_ secret: some StringProtocol) {
        var bytes = Array(secret.utf8)
        defer { SecretKey.wipe(&bytes) }
        self.init(bytes)
    }

    deinit {
        OPENSSL_cleanse(states, 2 * MemoryLayout<SHA256_CTX>.stride)
        states.deallocate()
    }

    /// Appends the signature of two texts that follow one another without anything between them, as 64 small
    /// hexadecimal digits.
    public func appendSignature(
        of first: some Collection<UInt8>, _ second: some Collection<UInt8>, to text: inout [UInt8]
    ) {
        code(first, second).appendHex(to: &text)
    }

    /// Whether 64 hexadecimal digits, large or small, are the signature of two texts that follow one
    /// another; takes as long for a false one as for a true one.
    public func verifies(
        _ signature: some Collection<UInt8>, of first: some Collection<UInt8>,
        _ second: some Collection<UInt8>
    ) -> Bool {
        guard let told = HexText.bytes(signature, count: Self.size) else { return false }
        return code(first, second).withBytes { own in
            told.withUnsafeBytes { CRYPTO_memcmp(own.baseAddress, $0.baseAddress, Self.size) == 0 }
        }
    }

    private func code(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) -> ChainHash {
        var hash = states[0]
        Self.add(first, to: &hash)
        Self.add(second, to: &hash)
        var inner = ChainHash.seed
        Self.finish(&hash, &inner)
        hash = states[1]
        inner.withBytes { _ = SHA256_Update(&hash, $0.baseAddress, $0.count) }
        Self.finish(&hash, &inner)
        return inner
    }

    private static func add(_ text: some Collection<UInt8>, to hash: inout SHA256_CTX) {
        let isRead: Void? = text.withContiguousStorageIfAvailable {
            _ = SHA256_Update(&hash, $0.baseAddress, $0.count)
        }
        guard isRead == nil else { return }
        let bytes = Array(text)
        SHA256_Update(&hash, bytes, bytes.count)
    }

    private static func finish(_ hash: inout SHA256_CTX, _ result: inout ChainHash) {
        let isDone = withUnsafeMutableBytes(of: &result) {
            SHA256_Final($0.baseAddress?.assumingMemoryBound(to: UInt8.self), &hash) == 1
        }
        precondition(isDone, "libcrypto refused to end an HMAC-SHA-256")
    }
}
