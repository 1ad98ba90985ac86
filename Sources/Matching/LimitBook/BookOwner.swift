/// Whose an order in a limit book is: an account's number, told by whoever keeps the accounts.
@frozen public struct BookOwner: BitwiseCopyable, Sendable, Hashable {
    /// The account's number.
    public let value: UInt32

    public init(_ value: UInt32) { self.value = value }

    /// The market itself, which is an account like any other.
    public static let market = BookOwner(0)
}
