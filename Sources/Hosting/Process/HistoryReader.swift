import Bus
import Configuration
import Market
import Messages
import Wire

/// Asks the feed handler for the candles of every pair, page by page.
final class HistoryReader {
    private let link: RequestLink
    private let writer = MapWriter()
    private let instruments: InstrumentTable
    private var symbol = 0
    private var offset = 0
    private var isAsking = false
    private var found: [Kline] = []
    /// Why it can't be read; `nil` while all is well.
    private(set) var failure: String?

    init(_ topology: Topology, _ context: Context, _ instruments: InstrumentTable) throws(BusError) {
        let feed = Topology.Member(rank: .feedHandler, instance: 0)
        link = try RequestLink(to: topology.answerer(feed), in: context)
        self.instruments = instruments
    }

    /// When it wants to be called next.
    var due: Int64 { min(link.nextDeadline, MonotonicClock.now() + 5_000_000) }

    /// Whether all was given.
    var isDone: Bool { symbol >= instruments.count }

    /// What was given, in the order of event time and symbol.
    var candles: [Kline] { found.sorted { ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol) } }

    /// Takes what has come, and asks for the next page.
    func progress(now: Int64) throws {
        try link.progress(now: now) { _, outcome in
            isAsking = false
            if case .answered(let frames) = outcome { take(frames) }
        }
        if !isAsking, !isDone, failure == nil { try ask() }
    }

    private func ask() throws {
        writer.clear()
        writer.beginMap(2)
        writer.key("symbol")
        writer.text(instruments.name(SymbolID(symbol)))
        writer.key("from")
        writer.integer(Int64(offset))
        let answerBy = MonotonicClock.now() + 2_000_000_000
        _ = try link.ask(topic: Array("history".utf8), payload: Array(writer.bytes), answerBy: answerBy)
        isAsking = true
    }

    private func take(_ frames: Frames) {
        guard frames.topic.elementsEqual("history".utf8) else {
            failure = String(decoding: frames.payload.prefix(200), as: UTF8.self)
            return
        }
        do {
            let page = try HistoryPage.decode(frames.payload, SymbolID(symbol))
            found += page.klines
            offset += page.klines.count
            if !page.more {
                symbol += 1
                offset = 0
            }
        } catch {
            failure = error.description
        }
    }
}
