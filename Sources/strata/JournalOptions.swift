import Hosting

/// `--journal`.
enum JournalOptions {
    static func open(
        _ path: String?, _ setup: ProcessSetup, dataHash: UInt64
    ) throws(HostError) -> OutputJournal? {
        guard let path else { return nil }
        if let slash = path.lastIndex(of: "/") { try FileBytes.makeFolder(String(path[..<slash])) }
        let file = try FileSink(path: path)
        let hashes = JournalHashes(
            configuration: setup.configurationHash, instruments: setup.instrumentHash, data: dataHash)
        return OutputJournal(file, setup.settings.instruments, run: 1, hashes: hashes)
    }
}
