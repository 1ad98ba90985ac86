/// A configuration file as Hosting read it: its name for errors, and its bytes.
public struct SourceFile: Sendable, Hashable {
    /// The name that errors show, as the person wrote it.
    public let name: String
    public let bytes: [UInt8]

    /// A file of these bytes.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A file of this text: for tests and built-in files.
    public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }
}
