/// Names one WebSocket connection between a core and the shell that holds its socket. A core numbers the
/// connections that it opens, a server's shell those that come in; a number is never used twice.
@frozen public struct ConnectionID: BitwiseCopyable, Sendable, Hashable {
    /// Counts from one.
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }
}
