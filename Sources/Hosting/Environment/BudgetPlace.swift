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

    /// Takes an account for this process, for as long as the lock lives: two that trade one account take each
    /// other's orders for left-over ones.
    static func hold(_ key: AccountKey) throws(HostError) -> InstanceLock {
        do { return try InstanceLock(path: "\(folder)/\(key.label).account", for: "\(key)") } catch {
            guard case .endpointInUse(_, let holder) = error else { throw .failed("\(error)") }
            throw .configuration(
                "\(key) is traded already, by process \(holder.map { "\($0)" } ?? "of another run") of this "
                    + "machine: stop that run first (strata status names it), or use another key")
        }
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
