/// An answer that refuses, as the exchange writes it.
public struct ExchangeError: Error, Sendable, Hashable {
    /// HTTP's status.
    public var status: Int
    public var code: Int64
    public var message: String

    public init(_ code: Int64, _ message: String, status: Int = 400) {
        (self.code, self.message, self.status) = (code, message, status)
    }

    /// The body.
    public var body: [UInt8] {
        var json = JSONText()
        json.object {
            $0.integer("code", code)
            $0.text("msg", message)
        }
        return json.bytes
    }
}
