import Market
import Messages

/// What a person sees of a run, and its journal, made from what is said.
final class RunView: FrameObserver {
    private(set) var summary: RunSummary
    var screen: Screen
    let journal: OutputJournal

    init(_ options: UpOptions, _ setup: ProcessSetup, dataHash: UInt64) throws(HostError) {
        let instruments = setup.settings.instruments
        summary = RunSummary(instruments)
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

    func draw(isTerminal: Bool) -> String {
        isTerminal
            ? "\u{1B}[H\u{1B}[2J" + ForeignText.harmless(screen.text(summary)) : screen.line(summary)
    }
}
