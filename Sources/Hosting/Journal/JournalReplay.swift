import Cores
import Engine
import Messages
import Stages
import Storage
import Telemetry

/// Makes a process's outputs again from its input journal and holds them against what it said then:
/// `strata audit replay`.
struct JournalReplay {
    /// What is replayed: the journal's folder, and whose it is.
    let folder: String
    let member: Topology.Member
    let endpoints: Endpoints
    let setup: ProcessSetup
    let environment: ProcessEnvironment
    /// The stages of a run as they begin.
    let engine: (UInt32) throws(HostError) -> InProcessHost

    private var core: LockstepCore?
    private var run: UInt32 = 0
    private var rounds = 0
    private var said = 0

    init(
        _ folder: String, _ member: Topology.Member, _ endpoints: Endpoints, _ setup: ProcessSetup,
        _ environment: ProcessEnvironment, engine: @escaping (UInt32) throws(HostError) -> InProcessHost
    ) {
        self.folder = folder
        self.member = member
        self.endpoints = endpoints
        self.setup = setup
        self.environment = environment
        self.engine = engine
    }

    /// Replays from the oldest kept snapshot on, run by run; answers a line for a person.
    mutating func replay() throws(HostError) -> String {
        do {
            let walk = try JournalWalk(folder: folder)
            let records = InputRecords(setup.settings.instruments)
            while let found = try walk.next() {
                switch found.kind {
                case .snapshot: try begin(Array(found.body))
                case .entry: try compare(records.read(found.body), found.number)
                }
            }
        } catch let error as HostError {
            throw error
        } catch {
            throw .data("\(error)")
        }
        return "OK \(folder): \(rounds) rounds handled again, \(said) frames the same, up to "
            + "\(core?.engine.time ?? .zero)\n"
    }

    /// Takes the first snapshot of a run. What stands in later ones was just made again.
    private mutating func begin(_ snapshot: [UInt8]) throws {
        var state = StateReader(snapshot)
        let found = try LockstepCore.run(of: &state)
        guard core == nil || found != run else { return }
        run = found
        var own = environment
        own.run = found
        let fresh = LockstepCore(
            member.rank, endpoints.topology, setup.settings.instruments,
            header: setup.header(source: member.name, own), engine: try engine(found),
            log: LogObserver(Log(process: member.name, level: .error), setup.settings.instruments))
        fresh.outbox.isSilent = true
        state = StateReader(snapshot)
        _ = try fresh.restore(from: &state, run: found)
        core = fresh
    }

    private mutating func compare(_ record: InputRecord, _ number: UInt64) throws {
        guard let core else { return }
        let hash = try core.playAgain(record).said
        guard hash == record.said else {
            throw HostError.data(
                "\(folder), record \(number): step \(record.go.place.step), round "
                    + "\(record.go.place.round) at \(record.go.time): what is said now is not what was "
                    + "said then (\(hash.hex.prefix(16))…, journal \(record.said.hex.prefix(16))…)")
        }
        rounds += 1
        said += core.outbox.frames.count + core.outbox.askings.count + core.outbox.answers.count
        core.noteAskings()
        core.outbox.clear()
    }
}
