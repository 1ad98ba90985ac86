/// Why saved state can't be taken back.
public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes end before what is expected, a count of bytes or rows.
    case tooShort(at: Int, expected: Int)
    /// Rows of another configuration, with other symbols or strategies.
    case wrongCount(found: Int, expected: Int)
    /// The bytes are not those that were written: their seal does not fit.
    case damaged(bytes: Int)

    public var description: String {
        switch self {
        case .tooShort(let at, let expected): "saved state ends at byte \(at); expected \(expected) more"
        case .damaged(let bytes):
            "saved state of \(bytes) bytes is damaged or cut: its last 8 bytes are not the hash of the others"
        case .wrongCount(let found, let expected): "saved state has \(found) rows; expected \(expected)"
        }
    }
}
