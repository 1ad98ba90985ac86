import BinanceVenue
import Bus
import Exchanges
import Glibc
import Market
import Messages
import Network
import Stages

/// Asks the exchange what the key of a mode may do; nothing else is done by it.
public enum KeyExamination {
    /// What came of it.
    public enum Outcome: Sendable, Hashable {
        case permissions(KeyPermissions)
        /// The place tells nothing of keys, and has no money: Binance's testnet, or a simulator.
        case untold
    }

    /// - Throws: `HostError.configuration` where the key is missing or not taken, and where what it may do
    ///   does not become known though real money is there.
    public static func ask(
        _ mode: TradingMode, at place: FeedChoice.Place, _ market: MarketKind
    ) throws(HostError) -> Outcome {
        let key = try AccountKey.find(mode)
        let addresses = place.accountAddresses(of: market)
        // Whoever goes on after it ends by signals as before.
        var mask = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        do {
            guard let question = try KeyQuestion(market, at: addresses) else { return .untold }
            let reactor = try Reactor(signals: SignalWatch([SIGTERM, SIGINT]))
            let shell = try ClientShell(question, signer: key.signer(for: addresses))
            defer { shell.close() }
            _ = reactor.watch(descriptor: shell.descriptor)
            while shell.core.outcome == nil {
                reactor.wake(at: shell.wakesAt)
                if let signal = try reactor.wait().signal {
                    throw HostError.failed("stopped by signal \(signal), before the exchange told of the key")
                }
                shell.turn()
            }
            switch shell.core.outcome {
            case .success(let permissions): return .permissions(permissions)
            case .failure(.unserved) where mode != .live: return .untold
            case .failure(let failure): throw HostError.configuration("\(failure)")
            case nil: return .untold
            }
        } catch {
            throw HostError(any: error)
        }
    }

    /// Ends the start where the key may do too much or too little; what a person should know of it is told.
    ///
    /// - Parameter tell: hears each of them.
    static func check(
        _ mode: TradingMode, at place: FeedChoice.Place, _ market: MarketKind, tell: (String) -> Void
    ) throws(HostError) {
        guard case .permissions(let permissions) = try ask(mode, at: place, market) else { return }
        let refusals = permissions.refusals(on: market)
        guard refusals.isEmpty else { throw .configuration(refusals.joined(separator: "\n")) }
        permissions.warnings.forEach(tell)
    }
}
