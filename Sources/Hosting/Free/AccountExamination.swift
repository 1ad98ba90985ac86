import BinanceVenue
import Bus
import Configuration
import Glibc
import Market
import Messages
import Network
import Stages
import Telemetry

/// What an account at the exchange tells of itself, asked by nobody that trades it: nothing is placed or
/// changed.
public struct AccountExamination: Sendable {
    /// What keeps it from being traded, or is not as a person may think; empty where all is well.
    public private(set) var complaints: [String] = []
    /// Whether it could be read, and its stream stood.
    public private(set) var isRead = false
    /// How far the exchange's clock is ahead of this machine's, and by how much that may be wrong; `nil` of a
    /// simulator's own clock, and where it was not told.
    public private(set) var clock: (ahead: TimeSpan, error: TimeSpan)?
    /// The weight of requests that this machine used in the minute, and what the exchange lets through.
    public private(set) var budget: (used: Int, limit: Int)?
    /// What it pays and is set to; `nil` where it was not read.
    public private(set) var terms: VenueTerms?

    /// Reads the account of a mode.
    ///
    /// - Parameter limit: for how long it tries, seconds.
    /// - Throws: where the key is missing or refused.
    public init(
        of mode: TradingMode, at place: FeedChoice.Place, _ clock: ClockChoice, _ settings: Settings,
        seconds limit: Int64
    ) throws(HostError) {
        let key = try AccountKey.find(mode)
        let addresses = place.accountAddresses(of: settings.market)
        do {
            let reactor = try Reactor(signals: SignalWatch([SIGTERM, SIGINT]))
            let gate = try BudgetPlace.gate(addresses.rest, settings.market, account: key.label)
            let wishes = BinanceAccount.wishes(addresses, clock, settings, nil)
            let shell = try BinanceAccount.shell(addresses, key, wishes, gate)
            defer { shell.close() }
            _ = reactor.watch(descriptor: shell.descriptor)
            let end = MonotonicClock.now() + limit * 1_000_000_000
            while !shell.core.isRunning, MonotonicClock.now() < end {
                reactor.wake(at: min(end, shell.wakesAt))
                if let signal = try reactor.wait().signal {
                    throw HostError.failed("stopped by signal \(signal), before the account was read")
                }
                shell.turn()
                shell.update { complaints += $0.takeNotices() }
                try BinanceAccount.check(shell.core, addresses.rest)
            }
            isRead = shell.core.isRunning
            if !shell.core.accountFaults.isEmpty { complaints = shell.core.accountFaults }
            budget = gate.weight
            self.clock = shell.core.exchangeClock
            if isRead { terms = shell.core.terms }
        } catch {
            throw HostError(any: error)
        }
    }
}
