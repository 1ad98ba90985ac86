import Engine
import Glibc
import Hosting
import Messages

/// The variables that a child gets: little of ours, and keys, and leave to use them, for the executor alone.
enum ChildEnvironment {
    private static let passedOn = [
        "PATH", "HOME", "LANG", "LC_ALL", "TZ", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH", BudgetPlace.variable,
    ]
    private static let keys = [
        AccountKey.fileVariable, "BINANCE_TESTNET_API_KEY", "BINANCE_TESTNET_API_SECRET",
        "BINANCE_API_KEY", "BINANCE_API_SECRET", TradingStart.confirmation,
    ]

    static func variables(
        for process: ProcessPlan.Process, _ environment: ProcessEnvironment
    ) -> [(String, String)] {
        let trades = process.members.contains { $0.rank == .executor }
        let names = trades ? passedOn + keys : passedOn
        let inherited = names.compactMap { name in ProcessEnvironment.variable(name).map { (name, $0) } }
        return inherited + environment.variables + [("STRATA_SUPERVISED", "\(getpid())")]
    }
}
