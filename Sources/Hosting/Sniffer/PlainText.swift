/// Bytes from outside as text that can do no harm to a terminal or to JSON.
enum PlainText {
    /// Printable ASCII as it is, any other byte as `\xNN`; what is longer than `limit` bytes is cut.
    static func shown(_ bytes: some Collection<UInt8>, limit: Int = 80, spaces: Bool = false) -> String {
        var text = ""
        for byte in bytes.prefix(limit) {
            let isPlain = byte > (spaces ? 0x1F : 0x20) && byte < 0x7F && byte != UInt8(ascii: "\\")
            text += isPlain ? String(UnicodeScalar(byte)) : "\\x" + hex(byte)
        }
        return bytes.count > limit ? text + "…" : text
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += "\\u00" + hex(UInt8(scalar.value))
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
