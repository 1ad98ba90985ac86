import Configuration
import Market
import Messages
import Stages
import Telemetry

/// The executor's venue, where it lives outside of the engine.
extension ProcessRunner {
    /// How long at its end a process waits until its orders are settled, ns.
    static let settlePatience: Int64 = 20_000_000_000

    /// How long a process may take to stop, ns; one that trades at an exchange settles first.
    package static func endPatience(_ mode: TradingMode) -> Int64 {
        5_000_000_000 + (mode.tradesAccount ? settlePatience : 0)
    }

    /// How far before the newest that the books know an account is read again: what is told twice is one.
    private static let overlap = TimeSpan.minutes(60)

    /// Lets the executor trade at its venue; false where it was asked to stop meanwhile.
    ///
    /// - Throws: where the venue's terms are others than the run reckons with.
    static func trade(
        _ host: ProcessHost, _ shell: ProcessShell, _ environment: ProcessEnvironment, _ setup: ProcessSetup,
        _ log: Log
    ) throws(HostError) -> Bool {
        let choice = try VenueChoice(environment.venue)
        guard choice == .binance else {
            guard let venue = choice.port(setup.settings) else { return true }
            try venue.check(setup.settings.terms)
            host.trade(at: venue)
            return true
        }
        let market = setup.settings.market
        try TradingStart.check(TradingStart.gate(environment, market, TradingStart.named())) {
            log.write(.error, "\($0)")
        }
        guard case .binance(let place) = environment.feed else { return true }
        if environment.mode == .live {
            let asker = KeyAsker(try AccountKey.find(.live), at: place, market)
            guard try KeyExamination.check(asker, tell: { log.write(.warning, $0) }) else { return false }
        }
        let account: BinanceAccount?
        do {
            account = try BinanceAccount(
                place, environment.mode, environment.clock, setup.settings,
                books: environment.stateDirectory, since: since(host), in: shell.reactor, log)
        } catch { throw HostError(any: error) }
        guard let account else { return false }
        try account.check(setup.settings.terms)
        host.trade(at: account)
        return true
    }

    /// Before when the books know all that the account did; `nil` of new books.
    private static func since(_ host: ProcessHost) -> Timestamp? {
        let fills = host.core.lastFills.map(\.openTime)
        let newest = (fills + [host.core.keptUntil, host.core.engine.time]).max() ?? .zero
        return newest > .zero ? newest - overlap : nil
    }
}
