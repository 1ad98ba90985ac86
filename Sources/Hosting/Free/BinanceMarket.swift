import BinanceFeed
import Bus
import Configuration
import Cores
import Delivery
import Exchanges
import Market
import Messages
import Network
import Stages
import Telemetry

/// The live market of Binance in the feed handler's process: the feed's core in its shell of sockets, which
/// sit in the process's reactor, and the feed into which it tells.
final class BinanceMarket {
    /// How long it waits for the exchange until it says what to look at, ns.
    private static let patience: Int64 = 8_000_000_000

    /// What the process plays.
    private(set) var feed: LiveFeed
    private let pushed: PushedFeed
    private let shell: ClientShell<BinanceFeedCore>
    private let log: Log

    /// Waits in the reactor until the exchange has told its time, its symbols and the history; a signal that
    /// asks to stop ends that.
    ///
    /// - Returns: `nil` where it was asked to stop.
    init?(
        _ place: FeedChoice.Place, _ settings: Settings, in reactor: Reactor, _ log: Log
    ) throws {
        self.log = log
        let addresses = try Self.addresses(settings.market, place)
        let seed = UInt64(bitPattern: WallClock.now())
        var wishes = BinanceFeedSettings(settings.market, at: addresses, seed: seed)
        wishes.historyCandles = Int(settings.warmUp.nanoseconds / TimeSpan.minutes(1).nanoseconds)
        shell = try ClientShell(try BinanceFeedCore(settings.instruments, wishes))
        _ = reactor.watch(descriptor: shell.descriptor)
        log.write(
            .info, "the market is Binance's, at \(addresses.rest) and \(addresses.streams), seed \(seed)")
        let begun = MonotonicClock.now()
        var due = begun + Self.patience
        while !shell.core.isReady {
            if MonotonicClock.now() >= due {
                due = .max
                log.write(
                    .warning, "gets nothing of use from \(addresses.rest), and goes on trying: look at the "
                        + "address (--base-url, --network) and the lines before this, or stop with Ctrl-C")
            }
            reactor.wake(at: min(due, shell.wakesAt))
            if let signal = try reactor.wait().signal {
                log.write(.info, "stops on signal \(signal), before the exchange has told its history")
                return nil
            }
            shell.turn()
            Self.tell(shell, log)
        }
        let took = (MonotonicClock.now() - begun) / 1_000_000
        let history = shell.core.history
        log.write(.info, "the exchange told \(history.count) candles of history, in \(took) ms")
        pushed = PushedFeed("Binance", history: history)
        feed = LiveFeed(pushed, history: HistoryRing(settings), log: log)
    }

    /// When it wants its turn though no socket tells anything, monotonic ns.
    var due: Int64 { shell.wakesAt }

    /// Handles what the sockets tell, and gives what the market told to the feed.
    func turn() {
        shell.turn()
        shell.update { $0.takeEvents(into: pushed) }
        Self.tell(shell, log)
    }

    /// After an exact restart: candles that closed while the process was gone are told as if they came now.
    func tellMissed(since lastCandle: [Timestamp]) {
        let missed = shell.core.history.filter { $0.closeTime > lastCandle[$0.symbol.int] }
        guard let first = missed.first, let last = missed.last else { return }
        log.write(
            .warning,
            "was gone from \(first.openTime) to \(last.closeTime): fetched \(missed.count) candles; "
                + "trades and quotes of that time are lost")
        for kline in missed { pushed.push(MarketEvent(.kline(kline), at: kline.closeTime)) }
    }

    private static func tell(_ shell: ClientShell<BinanceFeedCore>, _ log: Log) {
        shell.update { core in
            for line in core.takeNotices() { log.write(.warning, "the market's feed \(line)") }
        }
    }

    private static func addresses(
        _ market: MarketKind, _ place: FeedChoice.Place
    ) throws(HostError) -> BinanceAddresses {
        switch place {
        case .mainnet: return .mainnet(market)
        case .testnet: return .testnet(market)
        case .other(let base):
            guard let addresses = BinanceAddresses(base: base) else {
                throw .configuration("\(ForeignText.quoted(base)) is no URL of an exchange")
            }
            return addresses
        }
    }
}
