import Market
import Messages
import Wire

/// Asks the feed handler for the candles of every pair, page by page, one question at a time.
package final class HistoryQuestions {
    /// The verb of the questions, and of their answers.
    package static let topic = Array("history".utf8)
    /// Monotonic time that an answer may take, ns.
    package static let answerBy: Int64 = 2_000_000_000

    private let writer = MapWriter()
    private let instruments: InstrumentTable
    private var symbol = 0
    private var offset = 0
    private var isAsking = false
    private var found: [Kline] = []
    /// Why it can't be read; `nil` while all is well.
    package private(set) var failure: String?

    package init(_ instruments: InstrumentTable) { self.instruments = instruments }

    /// Whether all was given.
    package var isDone: Bool { symbol >= instruments.count }

    /// What was given, in the order of event time and symbol.
    package var candles: [Kline] { found.sorted { ($0.closeTime, $0.symbol) < ($1.closeTime, $1.symbol) } }

    /// The next question, where none is out; it counts as asked.
    package func next() -> [UInt8]? {
        guard !isAsking, !isDone, failure == nil else { return nil }
        writer.clear()
        writer.beginMap(2)
        writer.key("symbol")
        writer.text(instruments.name(SymbolID(symbol)))
        writer.key("from")
        writer.integer(Int64(offset))
        isAsking = true
        return Array(writer.bytes)
    }

    /// Takes what became of the question that is out; one without an answer is asked again.
    package func take(_ outcome: AskOutcome) {
        isAsking = false
        guard case .answered(let topic, let payload) = outcome else { return }
        guard topic.elementsEqual(Self.topic) else {
            failure = String(decoding: payload.prefix(200), as: UTF8.self)
            return
        }
        do {
            let page = try HistoryPage.decode(payload, SymbolID(symbol))
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
