import BinanceVenue
import Bus
import Configuration
import Delivery
import Exchanges
import Market
import Messages
import Network
import Stages
import Telemetry

/// An account at Binance in the executor's process: the venue's core in its shell of sockets, which sit in
/// the process's reactor. The shell alone holds the key.
final class BinanceAccount: VenuePort {
    private let shell: ClientShell<BinanceVenueCore>
    /// Nobody else on this machine trades the account meanwhile.
    private let hold: InstanceLock
    private let log: Log
    /// By place of its pair, whether nothing may be entered on the pair's data.
    private var isStale: [Bool]
    private var words: [VenueWord] = []
    /// How many of them were handed over.
    private var given = 0
    let name: String

    /// Waits in the reactor until the account was read and its stream stands; a signal that asks to stop ends
    /// that.
    ///
    /// - Parameters:
    ///   - folder: the state folder of the executor's books.
    ///   - since: what the account did before is known; `nil` where it begins now.
    /// - Returns: `nil` where it was asked to stop.
    init?(
        _ place: FeedChoice.Place, _ mode: TradingMode, _ clock: ClockChoice, _ settings: Settings,
        books folder: String, since: Timestamp?, in reactor: Reactor, _ log: Log
    ) throws {
        self.log = log
        isStale = Array(repeating: false, count: settings.instruments.count)
        let key = try AccountKey.find(mode)
        let addresses = place.accountAddresses(of: settings.market)
        name = "Binance's account at \(addresses.rest)"
        let gate = try BudgetPlace.gate(addresses.rest, settings.market, account: key.label)
        hold = try BudgetPlace.hold(key)
        try AccountMark.check(key, folder, areNew: since == nil)
        shell = try Self.shell(addresses, key, Self.wishes(addresses, clock, settings, since), gate)
        _ = reactor.watch(descriptor: shell.descriptor)
        log.write(.info, "trades at \(addresses.rest) in mode \(mode.name), by \(key)")
        guard try wait(in: reactor, addresses.rest) else { return nil }
        log.write(.info, "the account was read, and its stream stands")
    }

    /// The core in its shell, which holds the key.
    static func shell(
        _ addresses: BinanceVenueAddresses, _ key: AccountKey, _ wishes: BinanceVenueSettings,
        _ gate: RequestGate
    ) throws -> ClientShell<BinanceVenueCore> {
        try ClientShell(
            try BinanceVenueCore(wishes), signer: key.signer(for: addresses), gate: gate)
    }

    /// What its core is told, on whichever clock.
    static func wishes(
        _ addresses: BinanceVenueAddresses, _ clock: ClockChoice, _ settings: Settings, _ since: Timestamp?
    ) -> BinanceVenueSettings {
        var wishes = BinanceVenueSettings(
            settings.market, at: addresses, settings.instruments, leverages: settings.terms.leverages,
            maintenanceMargin: settings.rates.maintenanceMargin, since: since,
            seed: UInt64(bitPattern: WallClock.now()))
        if case .venue(let speed) = clock {
            wishes.clockSpeed = speed
            // What takes a millisecond here takes so many there, and its hours are short here.
            let factor = max(1, speed)
            wishes.keepKeyEvery = Int64(Double(wishes.keepKeyEvery) / factor)
            wishes.connectionLife = Int64(Double(wishes.connectionLife) / factor)
            wishes.countdownEvery = Int64(Double(wishes.countdownEvery) / factor)
            wishes.receiveWindow = Int(min(60_000, Double(wishes.receiveWindow) * factor))
            wishes.clockErrorLimit = Int64(Double(wishes.clockErrorLimit) * factor)
        }
        return wishes
    }

    private func wait(in reactor: Reactor, _ address: String) throws -> Bool {
        var due = MonotonicClock.now() + ExchangeAdvice.patience
        var newest = ""
        while !shell.core.isRunning {
            if MonotonicClock.now() >= due {
                due = MonotonicClock.now() + ExchangeAdvice.repetition
                log.write(.warning, ExchangeAdvice.account(address, newest))
            }
            reactor.wake(at: min(due, shell.wakesAt))
            if let signal = try reactor.wait().signal {
                log.write(.info, "stops on signal \(signal), before the account was read")
                return false
            }
            newest = turn() ?? newest
            try Self.check(shell.core, address)
        }
        return true
    }

    /// Ends what begins where the exchange does not take the key.
    static func check(_ core: BinanceVenueCore, _ address: String) throws(HostError) {
        guard let words = core.keyRefusal else { return }
        throw .configuration(
            "\(address) does not take the key: \(words). Look at the key, at what it may do and from "
                + "which addresses, and whether it is this exchange's: a testnet has keys of its own")
    }

    /// Handles what the sockets tell; the newest of what a person may want to know.
    @discardableResult
    func turn() -> String? {
        shell.turn()
        return takeOut()
    }

    /// When it wants its turn though no socket tells anything, monotonic ns.
    var due: Int64 { given < words.count ? 0 : shell.wakesAt }

    /// Lets nothing enter any more, and takes back what waits to.
    func windDown() {
        shell.update { $0.windDown(at: .now) }
        takeOut()
        guard !unsettled.isEmpty else { return }
        log.write(.info, "settles what is under way first: \(unsettled.joined(separator: "; "))")
    }

    /// What has to be settled before nobody looks after the account any more.
    var unsettled: [String] { shell.core.unsettled }

    // MARK: - The port

    /// Stops and targets are orders of their own there, and none takes another back.
    var abilities: VenueAbilities { [] }

    var terms: VenueTerms { shell.core.terms }

    func ask(_ id: RequestID, _ message: Message, at time: Timestamp) {
        shell.update { $0.ask(id, message, at: .now) }
        takeOut()
    }

    func next(by time: Timestamp) -> VenueWord? {
        guard given < words.count else {
            words.removeAll(keepingCapacity: true)
            given = 0
            return nil
        }
        given += 1
        return words[given - 1]
    }

    func hear(_ input: Envelope) {
        guard case .message(.feedHealth(let health)) = input.input,
            isStale.indices.contains(health.symbol.int), isStale[health.symbol.int] != health.isStale
        else { return }
        isStale[health.symbol.int] = health.isStale
        let isHealthy = !isStale.contains(true)
        shell.update { $0.hear(feedIsHealthy: isHealthy) }
    }

    @discardableResult
    private func takeOut() -> String? {
        var notices: [String] = []
        shell.update { core in
            words += core.takeWords()
            notices = core.takeNotices()
        }
        for notice in notices { log.write(.warning, notice) }
        return notices.last
    }
}
