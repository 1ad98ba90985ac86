import Configuration
import Market
import Storage

/// Opens a folder of recorded data for a run.
public enum RecordedData {
    /// Everything of the active pairs between two moments. Candles where the folder has them, else ticks
    /// and book, else raw recordings.
    public static func open(
        _ folder: String, _ settings: Settings, from: String = "", to: String = ""
    ) throws(HostError) -> any EventSource {
        let window = TimeWindow(
            from: try moment(from, "--from", .zero), to: try moment(to, "--to", .never))
        let data = DataFolder(folder)
        let first = settings.instruments.instruments.first
        let kinds: [[DataKind]] = [[.klines(.m1)], [.recordings], [.trades, .bookTicker], [.aggTrades]]
        let found = kinds.first { group in
            group.contains { kind in first.map { !data.files(kind, of: $0).isEmpty } ?? false }
        }
        do {
            return try data.source(found ?? [.klines(.m1)], of: settings.instruments, window: window)
        } catch {
            throw .data("\(error)")
        }
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

    /// A hash of the data's files: their names and sizes, in the order in which they are read.
    public static func hash(_ folder: String, _ settings: Settings) -> UInt64 {
        let data = DataFolder(folder)
        let kinds: [DataKind] = [.klines(.m1), .recordings, .trades, .bookTicker, .aggTrades]
        var hash = StableHash()
        for instrument in settings.instruments.instruments {
            for kind in kinds {
                for path in data.files(kind, of: instrument) {
                    hash.mix("\(path.split(separator: "/").last ?? ""):\(FileBytes.size(path))")
                }
            }
        }
        return hash.value
    }
}
