import Configuration
import Delivery
import Engine
import Market
import Messages
import Stages

/// Where the feed handler's process has its market data from.
package protocol CoreFeed: AnyObject {
    /// The candles that were said, for who asks for history.
    var history: HistoryRing { get }
    /// When it wants to play next, monotonic ns.
    var due: Int64 { get }

    /// What came before its first event, to warm up from.
    func tellPast(_ settings: Settings) -> [Kline]
    /// Gives the process what is due by now.
    func play(_ core: ProcessCore) throws(HostError)
    /// The process said something.
    func said(_ frame: Frame)
    /// A listener has handled everything up to a moment.
    func progress(_ beat: Heartbeat)
    /// Goes on behind as many events as were played before an exact restart.
    func resume(after count: UInt64, hasEnded: Bool) throws(HostError)
}
