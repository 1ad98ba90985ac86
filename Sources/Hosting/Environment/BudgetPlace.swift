import Bus
import Market
import Network
import Stages

/// Where the budgets of requests to exchanges lie that all processes of this user share.
public enum BudgetPlace {
    /// Names another folder.
    package static let variable = "STRATA_BUDGET_DIR"

    /// Beside the standard run directory: one for all runs of the machine.
    static var folder: String {
        ProcessEnvironment.variable(variable) ?? RunDirectory.standardPath() + "-budget"
    }

    /// What lets requests to an exchange go.
    ///
    /// - Parameters:
    ///   - base: scheme, host and port of its HTTP API.
    ///   - account: a name of the account that tells nothing of its key.
    public static func gate(
        _ base: String, _ market: MarketKind, account: String? = nil
    ) throws(HostError) -> RequestGate {
        do { return try RequestGate(base, market, account: account, in: folder) } catch {
            throw .failed("\(error)")
        }
    }
}
