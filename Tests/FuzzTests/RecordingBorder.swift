import Configuration
import Glibc
import Market
import Storage

/// Files of raw recordings, plain or compressed.
struct RecordingBorder: Border {
    static let name = "recording"
    private let folder: String
    private let instruments = Settings.standard.instruments

    init(folder: String) { self.folder = folder }

    mutating func feed(_ bytes: [UInt8]) -> String {
        let path = "\(folder)/BTCUSDT.jsonl"
        Folder.write(path, bytes)
        defer { Folder.clear(folder) }
        do throws(StorageError) {
            var source = try RecordingSource([path], instruments: instruments, symbol: SymbolID(0))
            var kinds: Set<String> = []
            while let event = try source.next() { kinds.insert("\(event.message.kind)") }
            for error in source.report.errors { kinds.insert(caseName(error.problem)) }
            return kinds.sorted().joined(separator: ",")
        } catch { return caseName(error) }
    }
}
