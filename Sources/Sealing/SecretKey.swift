import COpenSSL
import Messages

/// A key of 32 bytes that makes and knows seals. It is printed nowhere, and wiped when nobody holds it.
public final class SecretKey {
    /// Bytes of a key.
    public static let size = 32

    private let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: SecretKey.size, alignment: 8)

    /// Takes the bytes over by copy; `nil` where there are not 32. The caller wipes its own.
    public init?(_ key: UnsafeRawBufferPointer) {
        guard key.count == Self.size else { return nil }
        bytes.copyMemory(from: key)
    }

    deinit {
        OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        bytes.deallocate()
    }

    /// Overwrites memory that held a key, and is not optimised away.
    public static func wipe(_ memory: inout [UInt8]) {
        memory.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// Lends the key, to hand it down.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(bytes))
    }

    /// The seal of a text: the first half of its HMAC-SHA-256 (FIPS 198-1) by OpenSSL's libcrypto.
    func seal(_ text: SealedText) -> Seal {
        var hash = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        let made = text.bytes.withUnsafeBufferPointer { text in
            HMAC(
                EVP_sha256(), bytes.baseAddress, Int32(bytes.count), text.baseAddress, text.count, &hash,
                &count)
        }
        precondition(made != nil && count == 32, "libcrypto refused an HMAC-SHA-256")
        return hash.withUnsafeBytes { Seal(bytes: $0) }
    }

    /// Whether a seal is this key's on a text; takes as long for a false one as for a true one.
    func knows(_ seal: Seal, on text: SealedText) -> Bool {
        guard seal != .absent else { return false }
        return self.seal(text).withBytes { own in
            seal.withBytes { CRYPTO_memcmp(own.baseAddress, $0.baseAddress, Seal.size) == 0 }
        }
    }
}
