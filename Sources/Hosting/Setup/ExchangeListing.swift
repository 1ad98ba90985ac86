import BinanceFeed
import Bus
import Configuration
import Exchanges
import Glibc
import L2Tactic
import Market
import Messages
import Network
import Stages

/// Asks the exchange of a live market for the filters of a run's pairs: one table, made before any process is
/// started, so that all of them go by the same (docs/decisions/0049).
public enum ExchangeListing {
    /// The rows of these pairs. It waits until the exchange tells them, or a signal asks to stop; with a
    /// limit, so many seconds.
    ///
    /// - Parameter tell: what a person is told while it waits.
    public static func fetch(
        _ pairs: [String], _ market: MarketKind, at place: FeedChoice.Place, seconds limit: Int64? = nil,
        tell: (String) -> Void
    ) throws(HostError) -> Listing {
        let addresses = place.addresses(of: market)
        let begun = MonotonicClock.now()
        var due = begun + ExchangeAdvice.patience
        var newest = ""
        // Whoever goes on after it ends by signals as before.
        var mask = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        do {
            // Before the shell, whose threads inherit what is blocked.
            let reactor = try Reactor(signals: SignalWatch([SIGTERM, SIGINT, SIGHUP]))
            let settings = BinanceFeedSettings(
                market, at: addresses, seed: UInt64(bitPattern: WallClock.now()))
            let shell = try ClientShell(
                try ListingCore(pairs, settings), gate: try BudgetPlace.gate(addresses.rest, market))
            defer { shell.close() }
            _ = reactor.watch(descriptor: shell.descriptor)
            while true {
                if let listing = shell.core.listing { return listing }
                let now = MonotonicClock.now()
                try inTime(limit, since: begun, addresses, newest)
                if now >= due {
                    due = now + ExchangeAdvice.repetition
                    tell(ExchangeAdvice.text(addresses, newest))
                }
                reactor.wake(at: min(due, shell.wakesAt, limit.map { begun + $0 * 1_000_000_000 } ?? .max))
                if let signal = try reactor.wait().signal, signal != SIGHUP {
                    throw HostError.failed(
                        "stopped by signal \(signal), before \(addresses.rest) has told its symbols")
                }
                shell.turn()
                shell.update { core in
                    let told = core.takeNotices()
                    if !told.isEmpty { newest = told.joined(separator: "; ") }
                }
            }
        } catch {
            throw HostError(any: error)
        }
    }

    private static func inTime(
        _ seconds: Int64?, since begun: Int64, _ addresses: BinanceAddresses, _ newest: String
    ) throws(HostError) {
        guard let seconds, MonotonicClock.now() >= begun + seconds * 1_000_000_000 else { return }
        throw .timedOut(
            "\(addresses.rest) did not tell its symbols within \(seconds) s (last, it \(newest)): nothing "
                + "was changed")
    }
}

extension SetupFiles {
    /// Takes the exchange's table for the pairs of the list, and those besides that are held. A pair that is
    /// to be traded and that the exchange doesn't know is refused by its name.
    public mutating func take(
        _ place: FeedChoice.Place, besides held: [String], symbols: [String], seconds limit: Int64? = nil,
        tell: (String) -> Void
    ) throws(HostError) {
        let (wanted, market) = (try pairs(), try market())
        let others = held.filter { !wanted.contains($0) }
        let listing = try ExchangeListing.fetch(
            wanted + others, market, at: place, seconds: limit, tell: tell)
        instruments = SourceFile(name: "the symbols of \(listing.address)", bytes: listing.file)
        let unknown = try missing(of: try traded(symbols), market)
        guard unknown.isEmpty else {
            throw .configuration(
                "\(listing.address) knows no \(unknown.joined(separator: ", ")) on its "
                    + "\(market.configurationName) market: take it out of \(safeList.name), or look at "
                    + "\"market\" in strata.json and at the address (--base-url, --network)")
        }
    }

    /// Those of these pairs of which there is no row, or none of what we trade: a contract with an end is not
    /// the pair's.
    private func missing(of pairs: [String], _ market: MarketKind) throws(HostError) -> [String] {
        do {
            let table = try InstrumentsLoader.load(instruments, market: market, names: pairs)
            return pairs.filter { pair in !table.contains { $0.name == pair } }
        } catch {
            throw .configuration(error.description)
        }
    }

    /// The pairs that are to be traded: those that are enabled, or of them the named ones.
    private func traded(_ symbols: [String]) throws(HostError) -> [String] {
        do {
            let enabled = try SafeListLoader.load(safeList, kinds: StrategyCatalogue.shipped.kinds)
                .filter(\.enabled)
            return enabled.filter { symbols.isEmpty || $0.isNamed(in: symbols) }.map(\.name)
        } catch {
            throw .configuration(error.description)
        }
    }
}
