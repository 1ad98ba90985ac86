/// Why saved state can't be taken back.
public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes end before what is expected, a count of bytes or rows.
    case tooShort(at: Int, expected: Int)
    /// Rows of another configuration, with other symbols or strategies.
    case wrongCount(found: Int, expected: Int)

    public var description: String {
        switch self {
        case .tooShort(let at, let expected): "saved state ends at byte \(at); expected \(expected) more"
        case .wrongCount(let found, let expected): "saved state has \(found) rows; expected \(expected)"
        }
    }
}
