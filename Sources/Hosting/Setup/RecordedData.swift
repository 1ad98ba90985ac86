import Configuration
import Market
import Stages
import Storage

/// Opens a folder of recorded data for a run.
public enum RecordedData {
    /// Everything of the active pairs between two moments. Candles where the folder has them, else ticks
    /// and book, else raw recordings.
    public static func open(
        _ folder: String, _ settings: Settings, from: String = "", to: String = ""
    ) throws(HostError) -> any EventSource {
        var window = try window(from, to)
        if window.from > .zero { window.history = settings.warmUp }
        do {
            return try DataFolder(folder).source(
                kinds(folder, settings), of: settings.instruments, window: window)
        } catch {
            throw .data("\(error)")
        }
    }

    /// The part of the data between two moments; empty texts stand for its beginning and its end.
    package static func window(_ from: String, _ to: String) throws(HostError) -> TimeWindow {
        TimeWindow(from: try moment(from, "--from", .zero), to: try moment(to, "--to", .never))
    }

    /// The kinds of files that a folder's runs are of: those that its first pair has.
    private static func kinds(_ folder: String, _ settings: Settings) -> [DataKind] {
        let data = DataFolder(folder)
        let first = settings.instruments.instruments.first
        let kinds: [[DataKind]] = [[.klines(.m1)], [.recordings], [.trades, .bookTicker], [.aggTrades]]
        let found = kinds.first { group in
            group.contains { kind in first.map { !data.files(kind, of: $0).isEmpty } ?? false }
        }
        return found ?? [.klines(.m1)]
    }

    /// The files of a pair, in the order in which they are looked for.
    package static func files(_ folder: String, _ settings: Settings, of symbol: SymbolID) -> [String] {
        kinds(folder, settings).flatMap { DataFolder(folder).files($0, of: settings.instruments[symbol]) }
    }

    /// A moment as a person writes it: in UTC, or with its offset.
    public static func moment(_ text: String, _ option: String, _ standard: Timestamp) throws(HostError)
        -> Timestamp
    {
        if text.isEmpty { return standard }
        do throws(TimeTextError) {
            return try Timestamp(parsing: text)
        } catch {
            throw .usage(
                "\(option) is \"\(text)\", which \(error); expected a date or time in UTC, as in 2025-05-08 "
                    + "or 2025-05-08T12:00, or with its offset, as in 2025-05-08T12:00+02:00")
        }
    }
}

extension RecordedData {
    /// The time of a source's first event.
    public static func first(_ source: inout any EventSource) throws(HostError) -> Timestamp? {
        do { return try source.next()?.time } catch { throw .data("\(error)") }
    }

    /// A hash of the data that a run reads: the files' names and every byte of them, in the order of pairs.
    public static func hash(_ folder: String, _ settings: Settings) -> UInt64 {
        DataHash.of(settings.instruments.symbols.flatMap { files(folder, settings, of: $0) })
    }
}
