import Files
import Hosting
import Journals
import Stages

/// `--journal`.
enum JournalOptions {
    static func open(
        _ output: OutputFile?, _ setup: ProcessSetup, dataHash: @autoclosure () -> UInt64
    ) throws(HostError) -> OutputJournal? {
        guard let output else { return nil }
        let file = try FileSink(output)
        let hashes = JournalHashes(
            configuration: setup.configurationHash, instruments: setup.instrumentHash, data: dataHash())
        return OutputJournal(file, setup.settings.instruments, run: 1, hashes: hashes)
    }
}
