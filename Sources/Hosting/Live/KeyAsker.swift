import BinanceVenue
import Bus
import Exchanges
import Glibc
import Market
import Network
import Stages

/// Carries the question of what a key may do to the exchange, with a reactor of its own: whatever else the
/// process hears waits meanwhile.
struct KeyAsker {
    let addresses: BinanceVenueAddresses
    let market: MarketKind
    private let key: AccountKey

    init(_ key: AccountKey, at place: FeedChoice.Place, _ market: MarketKind) {
        (self.key, self.market) = (key, market)
        addresses = place.accountAddresses(of: market)
    }

    /// Asks once; `nil` where nothing there tells of keys, or a signal asked to stop first.
    func ask() throws(HostError) -> Result<KeyPermissions, KeyQuestion.Failure>? {
        try listening { reactor throws in
            guard let question = try KeyQuestion(market, at: addresses) else { return nil }
            let shell = try ClientShell(question, signer: key.signer(for: addresses))
            defer { shell.close() }
            _ = reactor.watch(descriptor: shell.descriptor)
            while shell.core.outcome == nil {
                reactor.wake(at: shell.wakesAt)
                guard try reactor.wait().signal == nil else { return nil }
                shell.turn()
            }
            return shell.core.outcome
        }
    }

    /// Waits so many nanoseconds; false where a signal asked to stop first.
    func rest(_ nanoseconds: Int64) throws(HostError) -> Bool {
        try listening { reactor throws in
            let end = MonotonicClock.now() + nanoseconds
            while MonotonicClock.now() < end {
                reactor.wake(at: end)
                guard try reactor.wait().signal == nil else { return false }
            }
            return true
        }
    }

    /// Whoever goes on after it ends by signals as before.
    private func listening<Value>(_ body: (Reactor) throws -> Value) throws(HostError) -> Value {
        var mask = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        do { return try body(try Reactor(signals: SignalWatch([SIGTERM, SIGINT]))) } catch {
            throw HostError(any: error)
        }
    }
}
