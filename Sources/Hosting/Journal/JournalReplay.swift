import Messages
import Stages
import Storage
import Telemetry

/// Makes a process's outputs again from its input journal and holds them against what it said then:
/// `strata audit replay`.
enum JournalReplay {
    /// Replays a journal's newest segments from the oldest kept one on; answers a line for a person.
    static func run(
        _ folder: String, _ member: Topology.Member, _ topology: Topology, _ setup: ProcessSetup,
        _ environment: ProcessEnvironment, engine: (UInt32) throws(HostError) -> InProcessHost
    ) throws(HostError) -> String {
        do {
            let reader = try JournalWalk(folder: folder)
            guard let first = try reader.next(), first.kind == .snapshot else {
                throw HostError.data("\(folder) does not begin with a snapshot")
            }
            var state = StateReader(Array(first.body))
            let run = try LockstepCore.run(of: &state)
            var own = environment
            own.run = run
            let core = LockstepCore(
                member.rank, topology, setup.settings.instruments,
                header: setup.header(source: member.name, own), engine: try engine(run),
                log: LogObserver(Log(process: member.name, level: .error), setup.settings.instruments))
            core.outbox.isSilent = true
            state = StateReader(Array(first.body))
            _ = try core.restore(from: &state, run: run)
            return try compare(reader, core, setup, folder)
        } catch let error as HostError {
            throw error
        } catch {
            throw .data("\(error)")
        }
    }

    private static func compare(
        _ reader: JournalWalk, _ core: LockstepCore, _ setup: ProcessSetup, _ folder: String
    ) throws -> String {
        let records = InputRecords(setup.settings.instruments)
        var rounds = 0
        var said = 0
        while let found = try reader.next() {
            guard found.kind == .entry else { continue }
            let record = try records.read(found.body)
            let hash = try core.playAgain(record).said
            guard hash == record.said else {
                throw HostError.data(
                    "\(folder), record \(found.number): step \(record.go.place.step), round "
                        + "\(record.go.place.round) at \(record.go.time): what is said now is not what was "
                        + "said then (\(hash.hex.prefix(16))…, journal \(record.said.hex.prefix(16))…)")
            }
            rounds += 1
            said += core.outbox.frames.count + core.outbox.askings.count + core.outbox.answers.count
            core.noteAskings()
            core.outbox.clear()
        }
        return
            "OK \(folder): \(rounds) rounds handled again, \(said) frames the same, up to "
            + "\(core.engine.time)\n"
    }
}
