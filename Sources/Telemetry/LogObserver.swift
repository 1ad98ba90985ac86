import Engine
import Market
import Messages
import Stages

/// Writes the log lines of everything that is published or answered in this process.
public final class LogObserver: FrameObserver {
    private let log: Log
    private let instruments: InstrumentTable
    /// Messages of market data so far, in all and by pair, and at how many the next line is due.
    @exclusivity(unchecked) private var sent = 0
    @exclusivity(unchecked) private var sentOf: [Int]
    @exclusivity(unchecked) private var nextNote = 100

    public init(_ log: Log, _ instruments: InstrumentTable) {
        self.log = log
        self.instruments = instruments
        sentOf = Array(repeating: 0, count: instruments.count)
    }

    public func published(_ frame: Frame) {
        // Of these there are thousands a second, and none of them is news.
        if Self.marketData.contains(frame.message.kind) { return count(frame.message.symbol) }
        guard let line = line(frame) else { return }
        log.write(line.level, at: frame.time, line: line.line)
    }

    /// What is to be said of a frame; `nil` where it is no news.
    package func line(_ frame: Frame) -> LogLine? {
        isToldAgain(frame) ? nil : LogLine(frame.message, instruments)
    }

    public func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        guard let line = LogLine(message, instruments) else { return }
        log.write(line.level, at: time, line: line.line)
    }

    /// What counts as a message of the market, not of the feed handler's own state.
    package static let marketData: KindSet = [.ticker, .kline, .trade, .depth, .mark]

    /// After its start the executor says again how orders stand, because of nothing that happened: no news.
    private func isToldAgain(_ frame: Frame) -> Bool {
        if case .orderState = frame.message { frame.causes[0] == .none } else { false }
    }

    /// The multi-pair document's counts of messages, told at 100 and at each power of ten after it.
    private func count(_ symbol: SymbolID) {
        sent += 1
        if symbol.int < sentOf.count { sentOf[symbol.int] += 1 }
        guard sent == nextNote else { return }
        log.write(.info, counts)
        nextNote *= 10
    }

    /// The counts so far, in all and by pair.
    package var counts: String {
        let pairs = instruments.symbols.map { "\(instruments.name($0)) \(sentOf[$0.int])" }
        return "Published \(sent) total messages (\(pairs.joined(separator: ", ")))"
    }
}
