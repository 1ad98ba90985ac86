/// The keys of a run that one process holds.
public struct Keys {
    /// Seals requests that move something: who asks and who answers them hold it.
    public let request: SecretKey
    /// Seals approvals: risk manager and executor alone hold it.
    public let approval: SecretKey?

    public init(request: SecretKey, approval: SecretKey?) {
        self.request = request
        self.approval = approval
    }
}
