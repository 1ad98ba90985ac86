import Exchanges
import Market
import Messages

/// What is recorded of the feed (`BinanceFeedSettings.isRecorded`).
extension BinanceFeedCore {
    /// Bytes of the recording that wait to be taken.
    public var recordedBytes: Int { recorder?.byteCount ?? 0 }

    /// Hands over the lines of each symbol that came since the last call, with the time of the first.
    public mutating func takeRecording(_ take: (SymbolID, UnsafeRawBufferPointer, Timestamp) -> Void) {
        recorder?.take(take)
    }

    /// The line with which each file of a symbol begins: times are the exchange's.
    public static func recordingBeginning(_ name: String, at time: Timestamp) -> [UInt8] {
        FeedRecorder.beginning(name, at: time)
    }

    /// A candle of the history is told as if it came now, by whoever drives the core.
    public mutating func recordMissed(_ kline: Kline) {
        recorder?.told(.kline(kline), at: kline.closeTime, as: nil)
    }

    /// A message of which nobody is told.
    mutating func record(_ text: UnsafeRawBufferPointer, of symbol: SymbolID, at time: Timestamp) {
        recorder?.heard(text, of: symbol, at: time)
    }

    /// A diff of a book, whatever became of it.
    mutating func record(
        diff text: UnsafeRawBufferPointer, id: Int64, of symbol: SymbolID, isTold: Bool, at time: Timestamp
    ) {
        guard recorder != nil else { return }
        recorder?.diff(
            text, id: id, of: symbol, position: books.position(symbol), isTold: isTold, at: time)
    }

    /// A book's snapshot that was taken.
    mutating func record(snapshot body: [UInt8], of symbol: SymbolID, at time: Timestamp) {
        guard recorder != nil else { return }
        recorder?.snapshot(
            HTTPResponse(status: 200, body: body), to: requests.content(of: .snapshot(symbol)),
            base: settings.addresses.rest, of: symbol, at: time)
    }
}
