import BinanceFeed
import Files
import Market
import Stages

/// Writes the recording that the feed's core makes into its files, twice a second: a process that is killed
/// leaves what was there a moment before.
final class MarketRecorder {
    private static let period: Int64 = 500_000_000
    /// Bytes that don't wait for their turn.
    private static let most = 1 << 20

    private let files: RecordingFiles
    /// When something is to be written, monotonic ns.
    private(set) var due: Int64 = .max

    /// Files in the folder's part for the market, where `--data FOLDER` finds them.
    init(_ folder: String, _ market: MarketKind, _ instruments: InstrumentTable) throws(HostError) {
        files = try RecordingFiles(
            Self.place(folder, market), names: instruments.instruments.map(\.exchangeName),
            beginning: BinanceFeedCore.recordingBeginning)
    }

    /// The folder in which a market's files are.
    static func place(_ folder: String, _ market: MarketKind) -> String {
        "\(folder)/\(market == .spot ? "spot" : "um")"
    }

    var folder: String { files.folder }

    /// A member of the status object.
    var statusField: String {
        "\"recording\":{\"folder\":\(ForeignText.json(folder)),\"lines\":\(files.lines),"
            + "\"bytes\":\(files.bytes),\"lines_lost\":\(files.lost)}"
    }

    /// The same for a person.
    var statusLine: String {
        "Recording: \(files.lines) lines, \(files.bytes >> 20) MiB in "
            + ForeignText.shown(folder, limit: 200)
            + (files.lost > 0 ? "; LOST \(files.lost) lines" : "")
    }

    /// Whether what waits is to be written now.
    func isDue(_ waiting: Int, at now: Int64) -> Bool {
        guard waiting > 0 else { return false }
        if due == .max { due = now + Self.period }
        return now >= due || waiting >= Self.most
    }

    /// Writes what the core has, and answers what a person may want to know.
    func write(_ core: inout BinanceFeedCore) -> [String] {
        due = .max
        core.takeRecording { symbol, lines, first in files.append(lines, of: symbol.int, at: first) }
        return files.takeNotices()
    }
}
