import Configuration
import Engine
import Hosting
import Market
import Messages
import Stages

/// The hours before a simulation, played once for all seeds: indicators are warm when it begins.
enum WarmStart {
    /// Candles a symbol that a process gets which starts in mid-run.
    static let historyMinutes = 300
    static var historyLimit: Int { historyMinutes * 3 }

    private struct Past {
        let klines: [Kline]
        let end: Timestamp
        let prices: [Double]
        let states: [[UInt8]]
        /// The executor's before a limited venue.
        let limited: [UInt8]
    }

    /// Half an hour before a funding time and a new day.
    private static let midnight = Timestamp(nanoseconds: 1_746_489_600_000_000_000)
    private static let past = play()

    /// Where the past ends.
    static var end: (time: Timestamp, prices: [Double], klines: [Kline]) {
        (past.end, past.prices, past.klines)
    }

    /// A process's state at the end of the past; the feed handler has none.
    static func state(of rank: ProcessRank, isVenueLimited: Bool) -> [UInt8]? {
        if rank == .feedHandler { return nil }
        return isVenueLimited && rank == .executor ? past.limited : past.states[Int(rank.rawValue)]
    }

    private static func play() -> Past {
        let settings = SimulationOptions(seed: 0).settings
        let end = midnight - .minutes(30)
        let start = end - .minutes(Int64(historyMinutes))
        var market = SyntheticMarket(settings.instruments, seed: 0, start: start)
        market.hasHoles = false
        let klines = (0..<historyMinutes).flatMap { _ in market.nextMinute() }
        let states = ProcessRank.processes.map { warm($0, settings, klines) }
        let limited = warm(.executor, settings, klines, isVenueLimited: true)
        return Past(klines: klines, end: end, prices: market.prices, states: states, limited: limited)
    }

    private static func warm(
        _ rank: ProcessRank, _ settings: Settings, _ klines: [Kline], isVenueLimited: Bool = false
    ) -> [UInt8] {
        var engine = InProcessHost()
        PlantedBug.add(rank, to: &engine, settings, run: 1, nil, isVenueLimited: isVenueLimited)
        for kline in klines where rank != .feedHandler {
            engine.deliver(.kline(kline), id: .none, at: kline.closeTime, isWarmUp: true)
        }
        var writer = StateWriter()
        engine.save(into: &writer)
        return writer.bytes
    }
}
