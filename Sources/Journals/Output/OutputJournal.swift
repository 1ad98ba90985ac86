import Engine
import Files
import Market
import Messages
import Stages

/// Writes the output journal: what was decided and done, in order, one canonical JSON object a line.
///
/// Nothing in it differs between hosts or runs: ids are places in the order of all things, signal ids
/// lose their run, and neither wall time nor heartbeats appear. Each line is chained to the one before by
/// its hash, see `LineChain`. The first line holds the hashes of
/// configuration, instruments and data. Where a step decides something, the market data that it began
/// with stands before it, so that `strata why` finds the cause in the journal itself.
public final class OutputJournal: FrameObserver {
    /// What is written of a run.
    public static let kinds = TopicCatalogue.kinds(.journalled)

    private let sink: any TextSink
    private var chain = LineChain()
    private var failure: HostError?
    private let instruments: InstrumentTable
    private let runPrefix: [UInt8]
    /// What stands for the pair in the ids of L2's signals.
    private let pairs: Set<String>
    private var inputs: JournalInputs

    /// `isByArrival`: frames come as they arrive from several processes, and not step by step.
    public init(
        _ sink: any TextSink, _ instruments: InstrumentTable, run: UInt32, hashes: JournalHashes,
        isByArrival: Bool = false
    ) {
        self.sink = sink
        inputs = JournalInputs(isByArrival: isByArrival)
        self.instruments = instruments
        runPrefix = Array("r\(run)-".utf8)
        pairs = Set(instruments.instruments.map(\.exchangeName) + instruments.symbols.map { "\($0.int)" })
        append(
            "{\"journal\":1,\"cfg\":\"\(String(hashes.configuration, radix: 16))\","
                + "\"ins\":\"\(String(hashes.instruments, radix: 16))\","
                + "\"data\":\"\(String(hashes.data, radix: 16))\"")
    }

    /// Appends an object, given without its closing brace.
    private func append(_ object: String) { sink.write(chain.line(object)) }

    public func published(_ frame: Frame) {
        if Self.isMarketData(frame.message) {
            if inputs.add(frame) { write("input", frame) }
            return
        }
        guard Self.kinds.contains(frame.message.kind) else { return }
        for input in inputs.take(before: frame) { write("input", input) }
        write("said", frame)
    }

    /// What the feed handler said of the market. A ticker without bid and ask only repeats its candle.
    private static func isMarketData(_ message: Message) -> Bool {
        switch message {
        case .kline, .trade, .depth, .mark: true
        case .ticker(let ticker): ticker.bid != .absent
        default: false
        }
    }

    public func stepEnded(at time: Timestamp) { inputs.stepEnded() }

    private func write(_ verb: String, _ frame: Frame) {
        let topic = TopicCatalogue.topic(of: frame.message, instruments)
        let ids = (0..<4).map { frame.causes[$0] }.filter { $0 != .none }.map(Self.number)
        let fields: String
        do {
            fields = try FieldJSON.object(frame.message, instruments)
        } catch {
            failure = failure
                ?? .failed("the journal lacks \(topic) of \(frame.time), which can't be written: \(error)")
            return
        }
        append(
            "{\"\(verb)\":\"\(topic)\",\"id\":\(Self.number(frame.id)),"
                + "\"cause\":[\(ids.joined(separator: ","))],"
                + "\"ts\":\(frame.time.nanoseconds),\"data\":\(withoutRun(fields))")
    }

    /// Hands what was written to the kernel, so that others can read it while the run goes on. What a full
    /// disk did not take is tried again by the next call.
    package func flush() throws(HostError) { try sink.flush() }

    /// Everything is written when this returns. An error says what the journal lacks.
    public func finish() throws(HostError) {
        try sink.flush()
        if let failure { throw failure }
    }

    /// In 64 signed bits, as JSON readers take it, whatever another program's ids are.
    private static func number(_ id: EventID) -> String { "\(Int64(bitPattern: id.raw))" }

    /// Takes the run's number out of the ids of our own signals: a second run over the same data gives the
    /// same bytes. An id from outside stays as it is, however it begins.
    private func withoutRun(_ fields: String) -> String {
        let bytes = Array(fields.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            kept.append(bytes[index])
            index += 1
            guard bytes[index - 1] == Self.quote else { continue }
            for mark in [[], Self.foreign] where bytes[index...].starts(with: mark) {
                let rest = bytes[(index + mark.count)...]
                guard rest.starts(with: runPrefix), isOurs(rest.dropFirst(runPrefix.count)) else { continue }
                kept += mark
                index += mark.count + runPrefix.count
                break
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static let quote = UInt8(ascii: "\"")
    /// What stands before the id of another one's signal that L1 took for its own.
    private static let foreign = Array("x-".utf8)

    /// Whether what follows the run in an id is what L2 writes there: pair, close in base 36, timeframe.
    private func isOurs(_ rest: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: rest.prefix { $0 != Self.quote }, as: UTF8.self)
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, pairs.contains(String(parts[0])) else { return false }
        return parts[1].utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
            && Timeframe.allCases.contains { "\($0.wireName)" == parts[2] }
    }
}
