import BinanceFeed
import Bus
import Exchanges
import Hosting
import Market
import Network
import Stages

/// Fetches pieces of history with real sockets, a few at once, until they are at their end or somebody wants
/// it to stop.
final class HistoryRunner {
    /// Pieces that are fetched at once.
    private static let parallel = 4

    private let reactor: Reactor
    private let shell: ClientShell<HistoryCore>
    private let address: String
    private var notices: [String] = []
    /// Whether Ctrl-C or SIGTERM came.
    private(set) var isStopped = false

    /// Makes it before anything could start a thread: signals are for its reactor alone.
    init(_ names: [String], _ market: MarketKind, at addresses: BinanceAddresses) throws(HostError) {
        address = addresses.rest
        let seed = UInt64(bitPattern: WallClock.now())
        let gate = try BudgetPlace.gate(addresses.rest, market)
        do {
            reactor = try Reactor(signals: SignalWatch())
            shell = try ClientShell(
                try HistoryCore(names, BinanceFeedSettings(market, at: addresses, seed: seed)),
                gate: gate)
        } catch { throw .failed("\(error)") }
        _ = reactor.watch(descriptor: shell.descriptor)
    }

    /// Names that the exchange does not have.
    var unknown: [String] { shell.core.unknown }

    /// The exchange's time.
    var now: Timestamp { shell.core.now(at: .now) }

    /// Seconds that the exchange wants to be left in peace yet.
    var pause: Int64 { shell.core.pause(at: .now) }

    /// Waits until the exchange has told its time and pairs; false where it was asked to stop.
    func begin(tell: (String) -> Void) throws(HostError) -> Bool {
        while !shell.core.isReady {
            guard try turn(tell) else { return false }
            if let why = shell.core.failure { throw .failed("\(address): \(why)") }
        }
        return true
    }

    /// Lets some nanoseconds pass; false where it was asked to stop.
    func wait(_ time: Int64, tell: (String) -> Void) throws(HostError) -> Bool {
        let end = MonotonicClock.now() + time
        while MonotonicClock.now() < end {
            guard try turn(tell, until: end) else { return false }
        }
        return true
    }

    /// Fetches pieces, told by their numbers in the list.
    /// - Parameters:
    ///   - open: makes ready for a piece, and says what is to be fetched of it; `nil` for nothing.
    ///   - take: takes what came of a piece.
    ///   - tell: gets what a person may want to know, and is called when time has passed, with `nil`.
    func fetch(
        count: Int, open: (Int) throws(HostError) -> HistoryPiece?,
        take: (Int, HistoryEvent) throws(HostError) -> Void, tell: (String?) -> Void
    ) throws(HostError) {
        var next = 0
        var places: [Int: Int] = [:]
        while true {
            while places.count < Self.parallel, next < count {
                if let piece = try open(next) {
                    let number = next
                    shell.update { places[$0.fetch(piece)] = number }
                    shell.update { $0.wake(at: .now) }
                }
                next += 1
            }
            var events: [HistoryEvent] = []
            shell.update { events = $0.takeEvents() }
            for event in events {
                guard let place = places[event.piece] else { continue }
                try take(place, event)
                if event.isEnd { places[event.piece] = nil }
            }
            if !events.isEmpty { continue }
            guard !places.isEmpty, try turn(tell) else { return }
            tell(nil)
        }
    }

    /// Waits for what comes next; false where it is asked to stop.
    private func turn(_ tell: (String) -> Void, until end: Int64 = .max) throws(HostError) -> Bool {
        // Once a second at least: a line tells how long a wait takes.
        reactor.wake(at: min(end, shell.wakesAt, MonotonicClock.now() + 1_000_000_000))
        do {
            if try reactor.wait().signal != nil {
                isStopped = true
                return false
            }
        } catch { throw .failed("\(error)") }
        shell.turn()
        var notices: [String] = []
        shell.update { notices = $0.takeNotices() }
        for notice in notices { tell(notice) }
        return true
    }
}

extension HistoryEvent {
    fileprivate var piece: Int {
        switch self {
        case .rows(let piece, _, _, _), .finished(let piece), .failed(let piece, _): piece
        }
    }

    fileprivate var isEnd: Bool { if case .rows = self { false } else { true } }
}
