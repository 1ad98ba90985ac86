/// Sizes for people.
package enum ByteText {
    /// "901 KiB", "1.4 MiB".
    package static func words(_ bytes: Int64) -> String {
        if bytes < 1024 { return "\(bytes) B" }
        if bytes < 1 << 20 { return "\(bytes >> 10) KiB" }
        let (unit, name): (Int64, String) = bytes < 1 << 30 ? (1 << 20, "MiB") : (1 << 30, "GiB")
        let tenths = (bytes * 10 + unit / 2) / unit
        return "\(tenths / 10).\(tenths % 10) \(name)"
    }

    /// The same for a narrow column: "901 K", "1.4 M".
    package static func short(_ bytes: Int64) -> String { words(bytes).replacing("iB", with: "") }
}
