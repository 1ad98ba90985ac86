import Configuration
import Storage

/// The SQLite file that a process takes its books back from.
struct DatabaseBorder: Border {
    static let name = "database"
    private let folder: String
    private let instruments = Settings.standard.instruments

    init(folder: String) { self.folder = folder }

    mutating func feed(_ bytes: [UInt8]) -> String {
        let path = "\(folder)/executor.db"
        Folder.write(path, bytes)
        defer { Folder.clear(folder) }
        do throws(StorageError) {
            let store = try RecordStore(path, instruments: instruments)
            let records = try store.load()
            try store.store(records)
            return "\(records.count) records"
        } catch {
            if case .database(_, let code, let message) = error { return "SQLite \(code) \(message.prefix(24))" }
            return caseName(error)
        }
    }
}
