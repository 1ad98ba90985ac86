import COpenSSL

/// Bytes written in base64 (RFC 4648, with padding, in one line).
enum Base64Text {
    /// Appends the text of bytes.
    static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        // OpenSSL ends what it writes with a zero byte.
        var block = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = Int(EVP_EncodeBlock(&block, bytes, Int32(bytes.count)))
        text.append(contentsOf: block[0..<count])
    }

    /// So many bytes of a text; `nil` of anything else, and of a text that isn't written the one way in which
    /// `append` writes it.
    static func bytes(_ text: some Collection<UInt8>, count: Int) -> [UInt8]? {
        let text = Array(text)
        guard text.count == (count + 2) / 3 * 4 else { return nil }
        var bytes = [UInt8](repeating: 0, count: text.count)
        guard EVP_DecodeBlock(&bytes, text, Int32(text.count)) >= count else { return nil }
        bytes.removeSubrange(count...)
        var again: [UInt8] = []
        append(bytes, to: &again)
        return again == text ? bytes : nil
    }
}
