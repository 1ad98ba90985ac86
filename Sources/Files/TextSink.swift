import Stages

/// Where text goes.
public protocol TextSink: AnyObject {
    /// Appends a text.
    func write(_ text: String)
    /// Everything is written when this returns.
    func flush() throws(HostError)
}
