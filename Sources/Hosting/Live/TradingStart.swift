import Market
import Messages
import Stages

/// What stands between a mode and its orders, gathered from this machine and held against the gate
/// (`TradingGate`), by the program that starts the others and by the executor itself.
public enum TradingStart {
    /// The variable that says the words by which LIVE is confirmed: the executor goes by it.
    public static let confirmation = "STRATA_CONFIRM_LIVE"

    /// Gathers it.
    public static func gate(
        _ environment: ProcessEnvironment, _ market: MarketKind, _ confirmation: TradingGate.Confirmation
    ) -> TradingGate {
        let account: TradingGate.Account
        do { account = .found(try AccountKey.find(environment.mode).label) } catch {
            account = .missing("\(error)")
        }
        return TradingGate(
            environment.mode, environment.feed, market, account,
            proof: ProofFile.read(environment.stateDirectory), build: ProgramSet.build(), confirmation)
    }

    /// What the variable says, where nobody can be asked.
    public static func named(
        _ read: (String) -> String? = ProcessEnvironment.variable
    ) -> TradingGate.Confirmation {
        guard let words = read(confirmation), !words.isEmpty else { return .nobody }
        return .words(words)
    }

    /// Goes through the gate.
    ///
    /// - Parameter tell: hears each refusal, where a log has a line for each: the error only names them
    ///   then.
    /// - Returns: what is yet to be said at the terminal; `nil` where nothing is.
    /// - Throws: `HostError.configuration` that lists all that stands against it.
    @discardableResult
    public static func check(
        _ gate: TradingGate, tell: ((GateRefusal) -> Void)? = nil
    ) throws(HostError) -> String? {
        switch gate.verdict() {
        case .allowed: return nil
        case .asks(let words): return words
        case .refused(let refusals):
            guard let tell else { throw refusal(gate.mode, refusals) }
            refusals.forEach(tell)
            let names = refusals.map(\.name).joined(separator: ", ")
            throw .configuration("mode \(gate.mode.name) is refused, nothing was started: \(names)")
        }
    }

    /// The error that lists them.
    static func refusal(_ mode: TradingMode, _ refusals: [GateRefusal]) -> HostError {
        let lines = refusals.map { "  \($0)" }.joined(separator: "\n")
        return .configuration("mode \(mode.name) is refused, nothing was started:\n\(lines)")
    }
}
