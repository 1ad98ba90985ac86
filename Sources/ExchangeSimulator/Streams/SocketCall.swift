import Configuration
import Exchanges
import Market

/// A request of the WebSocket API.
struct SocketCall: Sendable {
    let id: ControlID
    let method: String
    /// Its parameters as a query has them.
    let parameters: [(name: String, value: String)]
    /// Whether the answer is to tell what the minute has cost; `nil` where the request doesn't say.
    let tellsLimits: Bool?

    /// Why a message is no request.
    struct Refusal: Error, Sendable, Hashable {
        let id: ControlID
        let error: ExchangeError
    }

    /// Reads a message.
    init(_ text: UnsafeRawBufferPointer) throws(Refusal) {
        let file = SourceFile(name: "message", bytes: Array(text))
        guard let json = try? JSONDocument.parse(file), case .object = json else {
            throw Refusal(id: .none, error: ExchangeError(-1135, "Invalid JSON Request"))
        }
        guard let id = ControlID(json["id"]) else {
            throw Refusal(id: .none, error: ExchangeError.invalid("id"))
        }
        self.id = id
        guard case .text(let method) = json["method"] else {
            throw Refusal(id: id, error: ExchangeError.missing("method"))
        }
        self.method = method.hasPrefix("v3/") ? String(method.dropFirst(3)) : method
        var members = json["params"] ?? .object([])
        if members == .null { members = .object([]) }
        guard case .object(let list) = members else {
            throw Refusal(id: id, error: ExchangeError.invalid("params"))
        }
        var parameters: [(name: String, value: String)] = []
        for (name, value) in list.map({ ($0.key, $0.value) }) {
            guard let text = Self.text(value) else {
                throw Refusal(id: id, error: ExchangeError.invalid(name))
            }
            parameters.append((name, text))
        }
        self.parameters = parameters
        // Beside the parameters it is none of those that are signed.
        let tells = json["returnRateLimits"].flatMap(Self.text)
        tellsLimits = (tells ?? parameters.first { $0.name == "returnRateLimits" }?.value).map {
            $0 != "false"
        }
    }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// A value as a query would have it: a list of texts as JSON.
    static func text(_ value: JSONValue) -> String? {
        switch value {
        case .text(let text): return text
        case .integer(let number): return "\(number)"
        case .real(let number): return "\(number)"
        case .bool(let flag): return "\(flag)"
        case .array(let values):
            var json = JSONText()
            var isList = true
            json.array { json in
                for value in values {
                    guard case .text(let text) = value else { return isList = false }
                    json.text(text)
                }
            }
            return isList ? String(decoding: json.bytes, as: UTF8.self) : nil
        case .null, .object: return nil
        }
    }
}

extension ControlID {
    /// Reads what a client calls its request; `nil` where that can be none.
    init?(_ json: JSONValue?) {
        switch json {
        case .integer(let value): self = .number(value)
        case .text(let value) where value.utf8.count <= 36: self = .text(value)
        case nil, .null: self = .none
        default: return nil
        }
    }
}
