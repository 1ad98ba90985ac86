/// An answer to a request, whatever its status.
public struct HTTPResponse: Sendable, Hashable {
    /// 200 for success (RFC 9110, 15).
    public var status: Int
    /// In their order.
    public var headers: [HTTPHeader]
    /// Empty where there is none.
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// The first header of this name.
    public func header(_ name: String) -> String? { headers.value(of: name) }
}
