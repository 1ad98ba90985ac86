import Configuration
import Cores
import Delivery
import Engine
import Market
import Messages
import Stages
import Telemetry

/// Gives the feed handler what the market tells, when it does: nobody is waited for. Where a minute brings
/// nothing, its clock ticks.
final class SimulatedFeed: CoreFeed {
    private let tape: MarketTape
    private let bug: PlantedBug?
    private(set) var history: HistoryRing
    /// The moment up to which the market has told all, and of those the newest that was said.
    var moment = Timestamp.zero
    private var played = Timestamp.zero

    init(_ tape: MarketTape, _ settings: Settings, _ bug: PlantedBug?) {
        self.tape = tape
        self.bug = bug
        history = HistoryRing(symbols: settings.instruments.count, capacity: WarmStart.historyMinutes)
        tell()
    }

    private func tell() { for kline in tape.past(WarmStart.historyLimit) { history.add(kline) } }

    var due: Int64 { tape.hasNext || moment > played ? 0 : .max }

    func tellPast(_ settings: Settings) -> [Kline] { [] }

    func play(_ core: ProcessCore) throws(HostError) {
        while let kline = tape.next() {
            try core.perform(.feed(.kline(kline), kline.closeTime), holding: true)
        }
        try tick(core)
        try core.sendHeld()
        guard moment > played else { return }
        played = moment
        // Nobody is waited for here, so that not each moment need be asked for.
        if moment.nanoseconds / 60_000_000_000 % 15 == 0 { try core.say(progress: moment) }
    }

    private func tick(_ core: ProcessCore) throws(HostError) {
        var clock = Clock()
        clock.time = moment
        if bug == .clockBackwards, core.engine.time > .zero { clock.time = core.engine.time - .seconds(90) }
        guard moment > core.engine.time, moment > played else { return }
        try core.perform(.feed(.clock(clock), clock.time), holding: true)
    }

    func said(_ frame: Frame) { if case .kline(let kline) = frame.message { history.add(kline) } }

    func progress(_ beat: Heartbeat) {}

    func resume(after count: UInt64, hasEnded: Bool) {
        tape.resume(after: count)
        tell()
    }
}
