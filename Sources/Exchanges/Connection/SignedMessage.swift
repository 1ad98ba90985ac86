/// A request on a WebSocket that is signed as it leaves: the shell adds the key's name and the signature.
public struct SignedMessage: Sendable, Hashable {
    /// One of its parameters.
    public struct Parameter: Sendable, Hashable {
        /// As the exchange calls it.
        public let name: String
        /// Its text, of letters that JSON need not escape.
        public let value: String
        /// Whether it stands as a number in the JSON.
        public let isNumber: Bool

        public init(_ name: String, _ value: String, isNumber: Bool = false) {
            (self.name, self.value, self.isNumber) = (name, value, isNumber)
        }
    }

    /// Names the request in its answer.
    public var id: Int64
    /// What is to be done: "userDataStream.subscribe.signature".
    public var method: String
    /// Without the key and the signature.
    public var parameters: [Parameter]

    public init(id: Int64, method: String, _ parameters: [Parameter]) {
        (self.id, self.method, self.parameters) = (id, method, parameters)
    }
}
