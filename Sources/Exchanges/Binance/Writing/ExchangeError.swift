/// An answer that refuses, as the exchange writes it.
public struct ExchangeError: Error, Sendable, Hashable {
    /// HTTP's status.
    public var status: Int
    public var code: Int64
    public var message: String
    /// JSON that is told besides; empty where nothing is.
    public var data: [UInt8] = []

    public init(_ code: Int64, _ message: String, status: Int = 400) {
        (self.code, self.message, self.status) = (code, message, status)
    }

    /// The body.
    public var body: [UInt8] {
        var json = JSONText()
        json.object {
            $0.integer("code", code)
            $0.text("msg", message)
            guard !data.isEmpty else { return }
            $0.key("data")
            $0.whole(data)
        }
        return json.bytes
    }
}
