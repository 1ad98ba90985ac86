import Storage

/// Text for people on a descriptor of the process.
public enum TextOutput {
    /// Writes all of a text; false where it can't (a full disk, say, or nobody reads any more).
    @discardableResult
    public static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { FullWrite.write(UnsafeRawBufferPointer($0), to: descriptor) == 0 }
    }
}
