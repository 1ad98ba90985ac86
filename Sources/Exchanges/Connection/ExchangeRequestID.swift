/// Names one HTTP request between a core and the shell that carries it; never used twice.
@frozen public struct ExchangeRequestID: BitwiseCopyable, Sendable, Hashable {
    /// Counts from one.
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }
}
