/// A position that became another, for orders that hang on it.
struct ChangedPosition: BitwiseCopyable, Sendable {
    let account: Int
    let slot: Int
}
