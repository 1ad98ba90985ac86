/// A header line. Names are compared without regard to their letters' case (RFC 9110, 5.1).
public struct HTTPHeader: Sendable, Hashable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
