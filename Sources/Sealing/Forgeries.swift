/// What was refused at a process's edge, by why.
public struct Forgeries: Sendable, Equatable {
    /// Requests without a seal, or with a false one: another key's, another request's, another process's.
    public var unsealed: UInt64 = 0
    public var broken: UInt64 = 0
    /// A resume that was given before.
    public var replayed: UInt64 = 0
    /// Entries whose approval the risk manager did not seal, or not so.
    public var approvals: UInt64 = 0

    public init() {}

    /// All of them.
    public var total: UInt64 { unsealed + broken + replayed + approvals }
}
