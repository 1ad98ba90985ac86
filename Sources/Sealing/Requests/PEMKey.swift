import COpenSSL

/// A key that OpenSSL holds, read from PEM, or from the bytes that RFC 8032 tells. It is printed nowhere;
/// OpenSSL wipes it when nobody holds it.
final class PEMKey {
    /// Which half of a pair a PEM tells.
    enum Half { case secret, open }

    let pointer: OpaquePointer

    /// Reads an Ed25519 key.
    init(_ pem: [UInt8], _ half: Half) throws(SigningKeyError) {
        // What OpenSSL notes of a failure would be found by whoever asks next.
        defer { ERR_clear_error() }
        guard let memory = BIO_new(BIO_s_mem()) else { throw .unreadable }
        defer { BIO_free(memory) }
        guard BIO_write(memory, pem, Int32(clamping: pem.count)) == pem.count else { throw .unreadable }
        // Without an answer of our own OpenSSL would ask the terminal for a password.
        let key =
            switch half {
            case .secret: PEM_read_bio_PrivateKey(memory, nil, { _, _, _, _ in -1 }, nil)
            case .open: PEM_read_bio_PUBKEY(memory, nil, { _, _, _, _ in -1 }, nil)
            }
        guard let key else { throw .unreadable }
        guard EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 else {
            let name = EVP_PKEY_get0_type_name(key).map { String(cString: $0) }
            EVP_PKEY_free(key)
            throw .otherAlgorithm(name ?? "an unknown algorithm")
        }
        pointer = key
    }

    /// The half of a pair that may be shown, of 32 bytes.
    init(publicBytes bytes: [UInt8]) throws(SigningKeyError) {
        defer { ERR_clear_error() }
        guard let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
            throw .refused
        }
        pointer = key
    }

    deinit { EVP_PKEY_free(pointer) }

    /// The half that may be shown.
    var publicBytes: [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        let isTold = EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1
        guard isTold, count == bytes.count else { return nil }
        return bytes
    }
}
