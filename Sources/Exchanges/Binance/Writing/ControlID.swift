/// What a client calls a request on a socket: the answer tells it again.
public enum ControlID: Sendable, Hashable {
    case none
    case number(Int64)
    case text(String)

    func write(into json: inout JSONText) {
        json.key("id")
        switch self {
        case .none: json.whole(Array("null".utf8))
        case .number(let value): json.integer(value)
        case .text(let value): json.text(value)
        }
    }
}
