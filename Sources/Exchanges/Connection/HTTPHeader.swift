/// A header line. Names are compared without regard to their letters' case (RFC 9110, 5.1).
public struct HTTPHeader: Sendable, Hashable {
    /// As it is written.
    public let name: String
    /// Without the space around it.
    public let value: String

    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
