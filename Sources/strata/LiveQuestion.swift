import Files
import Glibc
import Hosting
import Market
import Messages
import Stages

/// Goes through the gate of a mode, and asks once more at the terminal before real money is traded.
enum LiveQuestion {
    /// - Parameter named: what `--confirm-live` says.
    /// - Throws: `HostError.configuration` that lists all that stands against it.
    static func pass(_ environment: ProcessEnvironment, _ named: String?) throws(HostError) {
        guard named == nil || environment.mode == .live else {
            throw .usage("--confirm-live goes with --mode live")
        }
        guard environment.mode.tradesAccount else { return }
        let market = try SetupFiles(live: environment).market()
        let gate = TradingStart.gate(environment, market, confirmation(named))
        guard let words = try TradingStart.check(gate) else {
            if let named { setenv(TradingStart.confirmation, named, 1) }
            return
        }
        TextOutput.write(
            "strata: this trades real money. Type \"\(words)\" to go on, or anything else to stop: ", to: 2)
        guard readLine() == words else {
            throw .failed("real money was not confirmed, and nothing was started")
        }
        setenv(TradingStart.confirmation, words, 1)
    }

    /// What the option or the variable says, or whether somebody can be asked.
    private static func confirmation(_ named: String?) -> TradingGate.Confirmation {
        if let named { return .words(named) }
        let told = TradingStart.named()
        guard told == .nobody else { return told }
        return isatty(0) == 1 && isatty(2) == 1 ? .terminal : .nobody
    }
}
