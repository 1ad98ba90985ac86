/// What an XPUB hears. Every join is told, of equal ones too; a leave only when the last of equal
/// subscribers has gone.
public struct Subscription {
    /// A join, or a leave.
    public let isJoin: Bool
    /// The topic prefix; good inside the closure only.
    public let prefix: UnsafeRawBufferPointer
}
