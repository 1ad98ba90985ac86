import Market

/// A value of a JSON document. Members keep the file's order: it decides the order of the symbols.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case array([JSONValue])
    case object([Member])

    /// One key with its value.
    public struct Member: Sendable, Hashable {
        /// The key as it is written, and its value.
        public let key: String
        public let value: JSONValue
    }

    /// The value of a key; `nil` where there is none, or where this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The same without a key.
    func without(_ key: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.key != key })
    }

    /// A number of either form.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// A whole number, also where it is written as 14.0.
    public var whole: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .real(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The value as an error shows it: numbers and texts as they are, the rest by its kind.
    public var brief: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): ForeignText.quoted(value, limit: 40)
        case .array(let values): "an array of \(values.count)"
        case .object(let members): "an object of \(members.count) keys"
        }
    }
}
