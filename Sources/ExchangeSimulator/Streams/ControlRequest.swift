import Configuration
import Exchanges

/// What a client asks for on a socket.
enum ControlRequest: Sendable, Hashable {
    case subscribe([String])
    case unsubscribe([String])
    case list
    case setCombined(Bool)
    case getCombined

    /// Why a message is no request.
    struct Refusal: Error, Sendable, Hashable {
        let code: Int64
        let message: String
        let id: ControlID
    }

    /// Reads a message.
    static func read(
        _ text: UnsafeRawBufferPointer
    ) throws(Refusal) -> (request: ControlRequest, id: ControlID) {
        let file = SourceFile(name: "message", bytes: Array(text))
        guard let json = try? JSONDocument.parse(file), case .object = json else {
            throw Refusal(code: 3, message: "Invalid JSON: expected an object", id: .none)
        }
        guard let id = ControlID(json["id"]) else {
            let message = "Invalid request: request ID must be an unsigned integer"
            throw Refusal(code: 2, message: message, id: .none)
        }
        return (try request(json, id), id)
    }

    private static func request(_ json: JSONValue, _ id: ControlID) throws(Refusal) -> ControlRequest {
        guard case .text(let method) = json["method"] else {
            throw Refusal(code: 2, message: "Invalid request: missing field `method`", id: id)
        }
        switch method {
        case "SUBSCRIBE": return .subscribe(try names(json, id))
        case "UNSUBSCRIBE": return .unsubscribe(try names(json, id))
        case "LIST_SUBSCRIPTIONS": return .list
        case "SET_PROPERTY", "GET_PROPERTY": return try property(json, id, sets: method == "SET_PROPERTY")
        default:
            throw Refusal(
                code: 2,
                message: "Invalid request: unknown variant `\(method)`, expected one of `SUBSCRIBE`, "
                    + "`UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`", id: id)
        }
    }

    private static func names(_ json: JSONValue, _ id: ControlID) throws(Refusal) -> [String] {
        guard case .array(let values) = json["params"] else {
            throw Refusal(code: 2, message: "Invalid request: missing field `params`", id: id)
        }
        var names: [String] = []
        for value in values {
            guard case .text(let name) = value else {
                throw Refusal(code: 2, message: "Invalid request: params must be an array of strings", id: id)
            }
            names.append(name)
        }
        return names
    }

    private static func property(
        _ json: JSONValue, _ id: ControlID, sets: Bool
    ) throws(Refusal) -> ControlRequest {
        guard case .array(let values) = json["params"], case .text(let name)? = values.first else {
            throw Refusal(code: 2, message: "Invalid request: missing field `params`", id: id)
        }
        guard name == "combined" else {
            throw Refusal(code: 0, message: "Unknown property", id: id)
        }
        guard sets else { return .getCombined }
        guard values.count == 2, case .bool(let value) = values[1] else {
            throw Refusal(code: 1, message: "Invalid value type: expected Boolean", id: id)
        }
        return .setCombined(value)
    }
}
