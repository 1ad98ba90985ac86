import Glibc

/// What keeps the budget that all processes of the machine share from being used.
public enum BudgetError: Error, Sendable, Hashable {
    /// The folder or file belongs to somebody else, or others may write it.
    case foreign(String)
    /// Something that is no folder lies in its place.
    case noFolder(String)
    /// A call of the system failed on this path.
    case system(String, call: String, code: Int32)
}

extension BudgetError: CustomStringConvertible {
    /// In words.
    public var description: String {
        switch self {
        case .foreign(let path):
            "\(path) is not this user's alone, and the budget of requests to the exchange is not kept there: "
                + "remove it, or name another folder by STRATA_BUDGET_DIR"
        case .noFolder(let path):
            "\(path) is no folder, and the budget of requests to the exchange is not kept there: remove it, "
                + "or name another folder by STRATA_BUDGET_DIR"
        case .system(let path, let call, let code):
            "the budget of requests to the exchange can't be kept in \(path): \(call) failed: "
                + "\(String(cString: strerror(code))); name another folder by STRATA_BUDGET_DIR"
        }
    }
}
