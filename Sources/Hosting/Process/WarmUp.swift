import Bus
import Market
import Messages
import Stages
import Wire

/// Brings a process that starts in mid-run up to the present: it asks the feed handler for the newest
/// candles, gives them to the stages as warm-up, and holds live frames back until then.
final class WarmUp {
    /// Wall time after which the process goes on without history.
    private static let patience: Int64 = 10_000_000_000
    /// Live frames after which it does, too: what is held back has a bound.
    private static let heldLimit = 100_000

    private let link: RequestLink
    private let writer = MapWriter()
    private let deadline: Int64
    private let symbols: Int
    private var symbol = 0
    private var offset = 0
    private var isAsking = false
    private var candles: [Kline] = []
    private var held: [FrameReceiver.Ready] = []
    private var isHolding = true

    /// When it wants to be called next.
    var due: Int64 { min(deadline, link.nextDeadline, MonotonicClock.now() + 5_000_000) }

    init(_ host: ProcessHost, _ context: Context) throws {
        let feed = Topology.Member(rank: .feedHandler, instance: 0)
        link = try RequestLink(to: host.topology.answerer(feed), in: context)
        deadline = MonotonicClock.now() + Self.patience
        symbols = host.settings.symbols.count
    }

    /// Keeps a live frame for later.
    func holds(_ frame: FrameReceiver.Ready) -> Bool {
        if isHolding { held.append(frame) }
        return isHolding
    }

    /// Asks for the next page, or finishes; true when the present has begun.
    func progress(_ host: ProcessHost, now: Int64) throws -> Bool {
        var failure: String?
        try link.progress(now: now) { _, outcome in
            isAsking = false
            if case .answered(let frames) = outcome { failure = take(frames, host) }
        }
        if let failure {
            host.log.write(.error, "history can't be read: \(failure); begins without it")
            return try finish(host)
        }
        if symbol >= symbols || now > deadline || held.count > Self.heldLimit { return try finish(host) }
        if !isAsking { try ask(host) }
        return false
    }

    private func ask(_ host: ProcessHost) throws {
        writer.clear()
        writer.beginMap(2)
        writer.key("symbol")
        writer.text(host.settings.instruments.name(SymbolID(symbol)))
        writer.key("from")
        writer.integer(Int64(offset))
        let answerBy = MonotonicClock.now() + 2_000_000_000
        _ = try link.ask(topic: Array("history".utf8), payload: Array(writer.bytes), answerBy: answerBy)
        isAsking = true
    }

    private func take(_ frames: Frames, _ host: ProcessHost) -> String? {
        guard frames.topic.elementsEqual("history".utf8) else {
            return ForeignText.shown(frames.payload, limit: 200)
        }
        do {
            let page = try HistoryPage.decode(frames.payload, SymbolID(symbol))
            candles += page.klines
            offset += page.klines.count
            if !page.more {
                symbol += 1
                offset = 0
            }
            return nil
        } catch {
            return error.description
        }
    }

    /// Gives the candles in the order of event time and symbol, then the present.
    private func finish(_ host: ProcessHost) throws -> Bool {
        candles.sort { ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol) }
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
