import Bus
import Market
import Messages
import Stages

/// Brings a process that starts up to the present: it asks the feed handler for the newest candles, gives
/// them to the stages as warm-up, and holds live frames back until then.
final class WarmUp {
    /// Wall time after which the process goes on without history.
    private static let patience: Int64 = 10_000_000_000
    /// Live frames after which it does, too: what is held back has a bound.
    private static let heldLimit = 100_000

    private let reader: HistoryReader
    private let deadline: Int64
    private var held: [FrameReceiver.Ready] = []
    private var isHolding = true

    /// When it wants to be called next.
    var due: Int64 { min(deadline, reader.due) }

    init(_ host: ProcessHost, _ context: Context) throws {
        reader = try HistoryReader(host.topology, context, host.settings.instruments)
        deadline = MonotonicClock.now() + Self.patience
    }

    /// Keeps a live frame for later.
    func holds(_ frame: FrameReceiver.Ready) -> Bool {
        if isHolding { held.append(frame) }
        return isHolding
    }

    /// Asks for the next page, or finishes; true when the present has begun.
    func progress(_ host: ProcessHost, now: Int64) throws -> Bool {
        try reader.progress(now: now)
        if let failure = reader.failure {
            host.log.write(.warning, "history can't be read: \(failure); begins without it")
            return try finish(host)
        }
        if reader.isDone || now > deadline || held.count > Self.heldLimit { return try finish(host) }
        return false
    }

    /// Gives the candles in the order of event time and symbol, then the present.
    private func finish(_ host: ProcessHost) throws -> Bool {
        let candles = reader.candles
        let last = candles.last?.closeTime ?? .zero
        try host.warmUp(with: candles)
        if !candles.isEmpty {
            host.log.write(.info, "warmed up with \(candles.count) candles up to \(last)")
        }
        try host.join(at: last)
        isHolding = false
        try host.release(held)
        return true
    }
}
