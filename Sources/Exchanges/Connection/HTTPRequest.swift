/// A request as it is sent: what is signed is exactly what stands here.
public struct HTTPRequest: Sendable, Hashable {
    /// What is to be done.
    public var method: HTTPMethod
    /// Path and query as they are on the wire: "/api/v3/depth?symbol=BTCUSDT&limit=1000".
    public var target: String
    /// In their order.
    public var headers: [HTTPHeader]
    /// Empty where there is none.
    public var body: [UInt8]
    /// What the shell has yet to add to it.
    public var security = RequestSecurity.open
    /// What the exchange counts for it; `nil` where nobody counts.
    public var cost: RequestCost?

    public init(_ method: HTTPMethod, _ target: String, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        (self.method, self.target, self.headers, self.body) = (method, target, headers, body)
    }

    /// The first header of this name.
    public func header(_ name: String) -> String? { headers.value(of: name) }
}
