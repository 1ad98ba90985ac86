import Engine
import Files
import Hosting
import Journals
import Market
import Messages
import Reports
import Stages

/// What a person sees of a run, and its journal, made from what is said.
final class RunView: FrameObserver {
    private(set) var summary: RunSummary
    var screen: Screen
    let journal: OutputJournal

    init(_ options: UpOptions, _ setup: ProcessSetup, dataHash: UInt64) throws(HostError) {
        let instruments = setup.settings.instruments
        summary = RunSummary(instruments)
        summary.mode = options.environment.mode
        screen = Screen(setup.settings, run: options.environment.run)
        var sinks: [any TextSink] = [try RunJournal.begin(options.environment)]
        if let file = options.journal { sinks.append(try FileSink(file)) }
        let hashes = JournalHashes(
            configuration: setup.configurationHash, instruments: setup.instrumentHash, data: dataHash)
        journal = OutputJournal(
            TextSinks(sinks), instruments, run: options.environment.run, hashes: hashes,
            isByArrival: !options.environment.isLockstep)
    }

    func published(_ frame: Frame) {
        summary.add(frame.message, at: frame.time)
        screen.add(frame.message, at: frame.time)
        journal.published(frame)
    }

    func stepEnded(at time: Timestamp) { journal.stepEnded(at: time) }

    /// The screen for a terminal of a size, or a line where there is none.
    func drawing(in size: Terminal.Size?, at now: Int64) -> String {
        guard let size else { return ForeignText.harmless(screen.line(summary, at: now)) }
        return Terminal.drawing(screen.rows(summary, in: size, at: now), in: size)
    }
}
