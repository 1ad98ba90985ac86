import Exchanges
import Market
import Messages

/// Makes the lines of a recording, by symbol: what the exchange sent, in the order and at the times at which
/// the feed told it, so that replay tells the same. What came twice is left out; what waited for something
/// before it, or was fetched, stands where it was told, in the form of a stream's message.
struct FeedRecorder: Sendable {
    private struct Row: Sendable {
        var lines: [UInt8] = []
        var first = Timestamp.zero
        /// Diffs ahead of the book, by their last update.
        var ahead: [(id: Int64, text: [UInt8])] = []
    }

    private let names: [String]
    private var rows: [Row]
    private var dirty: [SymbolID] = []
    /// The newest time that was told, and that of the newest line.
    private var newestTold = Timestamp.zero
    private var newest = Timestamp.zero
    /// Bytes that wait to be taken.
    private(set) var byteCount = 0

    init(_ names: [String]) {
        self.names = names
        rows = Array(repeating: Row(), count: names.count)
    }

    /// Hands over the lines of each symbol that has some, with the time of the first, and forgets them.
    mutating func take(_ body: (SymbolID, UnsafeRawBufferPointer, Timestamp) -> Void) {
        for symbol in dirty {
            rows[symbol.int].lines.withUnsafeBytes { body(symbol, $0, rows[symbol.int].first) }
            rows[symbol.int].lines.removeAll(keepingCapacity: true)
        }
        dirty.removeAll(keepingCapacity: true)
        byteCount = 0
    }

    /// The feed tells a trade, quote or candle: as the exchange sent it just now, or in the form in which it
    /// would have.
    mutating func told(_ message: Message, at time: Timestamp, as text: UnsafeRawBufferPointer?) {
        guard message.kind != .depth else { return }
        let symbol = message.symbol
        let at = stamp(told: time)
        if let text {
            append(symbol, at) { RecordingLine.append(text, at: at, to: &$0) }
        } else if let made = ToldLine.text(of: message, name: names[symbol.int], at: at) {
            append(made, of: symbol, at)
        }
    }

    /// A message that the feed tells nobody, such as a candle that is still open.
    mutating func heard(_ text: UnsafeRawBufferPointer, of symbol: SymbolID, at time: Timestamp) {
        let at = stamp(heard: time)
        append(symbol, at) { RecordingLine.append(text, at: at, to: &$0) }
    }

    /// A diff up to update `id` came, by which the book stands at `position` now, `nil` where it has none.
    /// One that is ahead of it is kept until those before it came.
    mutating func diff(
        _ text: UnsafeRawBufferPointer, id: Int64, of symbol: SymbolID, position: Int64?, isTold: Bool,
        at time: Timestamp
    ) {
        if let position, id > position {
            return rows[symbol.int].ahead.append((id, Array(text)))
        }
        // Where the chain broke all of them wait for a snapshot, in their order.
        if position == nil { release(of: symbol, upTo: .max, at: time) }
        let at = isTold ? stamp(told: time) : stamp(heard: time)
        append(symbol, at) { RecordingLine.append(text, at: at, to: &$0) }
        if let position { release(of: symbol, upTo: position, at: time) }
    }

    /// A snapshot was taken as the book.
    mutating func snapshot(
        _ response: HTTPResponse, to request: HTTPRequest, base: String, of symbol: SymbolID,
        at time: Timestamp
    ) {
        let at = stamp(told: time)
        append(symbol, at) {
            RecordingLine.append(response, to: request, base: base, at: at, into: &$0)
        }
    }

    /// The book was lost with its connection.
    mutating func bookLost(_ symbol: SymbolID, at time: Timestamp) {
        rows[symbol.int].ahead.removeAll(keepingCapacity: true)
        append(Self.word(RecordingWord.bookLost, names[symbol.int]), of: symbol, stamp(told: time))
    }

    /// The line with which each file of a symbol begins.
    static func beginning(_ name: String, at time: Timestamp) -> [UInt8] {
        var line: [UInt8] = []
        word(RecordingWord.exchangeClock, name).withUnsafeBytes {
            RecordingLine.append($0, at: time, to: &line)
        }
        return line
    }

    private static func word(_ word: StaticString, _ name: String) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "\(word)")
            $0.text("s", name)
        }
        return json.bytes
    }

    /// Those that were ahead of the book and are no longer.
    private mutating func release(of symbol: SymbolID, upTo position: Int64, at time: Timestamp) {
        guard !rows[symbol.int].ahead.isEmpty else { return }
        let all = rows[symbol.int].ahead.sorted { $0.id < $1.id }
        rows[symbol.int].ahead = all.filter { $0.id > position }
        let at = stamp(told: time)
        for (_, text) in all.filter({ $0.id <= position }) { append(text, of: symbol, at) }
    }

    private mutating func append(_ text: [UInt8], of symbol: SymbolID, _ at: Timestamp) {
        append(symbol, at) { lines in text.withUnsafeBytes { RecordingLine.append($0, at: at, to: &lines) } }
    }

    private mutating func append(_ symbol: SymbolID, _ at: Timestamp, _ write: (inout [UInt8]) -> Void) {
        let before = rows[symbol.int].lines.count
        if before == 0 {
            dirty.append(symbol)
            rows[symbol.int].first = at
        }
        write(&rows[symbol.int].lines)
        byteCount += rows[symbol.int].lines.count - before
    }

    /// Times never fall: not as they are told (`PushedFeed`), nor as they stand in a file.
    private mutating func stamp(told time: Timestamp) -> Timestamp {
        newestTold = max(newestTold, time)
        newest = max(newest, newestTold)
        return newest
    }

    private mutating func stamp(heard time: Timestamp) -> Timestamp {
        newest = max(newest, time)
        return newest
    }
}
