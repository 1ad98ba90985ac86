/// Keeps text in memory: for tests and for comparing runs.
public final class MemorySink: TextSink {
    /// All that was written.
    public private(set) var text = ""
    public init() {}
    public func write(_ text: String) { self.text += text }
    public func flush() {}
}
