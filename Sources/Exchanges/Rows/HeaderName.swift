/// A column's name as headers of one meaning share it: "Open time", "open_time" and "OPEN-TIME" are one.
enum HeaderName {
    /// Letters and digits alone, in small letters; a single letter keeps its size, since Binance's `t` and
    /// `T` differ.
    static func plain(_ name: String) -> String {
        let kept = name.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || isDigit($0)) }
        let text = String(String.UnicodeScalarView(kept))
        return text.utf8.count == 1 ? text : text.lowercased()
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }
}
