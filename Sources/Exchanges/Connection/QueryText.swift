/// What stands in the query of a request.
package enum QueryText {
    /// A text with all percent-encoded but what may stand there as it is (RFC 3986, 2.3): some names have
    /// other letters than ASCII's, and an exchange holds a signature against what was sent.
    package static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.unicodeScalars.append(UnicodeScalar(byte))
            default: escaped += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return escaped
    }
}
