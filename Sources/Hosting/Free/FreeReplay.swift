import Cores
import Delivery
import Engine
import Journals
import Messages
import Sealing
import Stages
import Storage

/// Makes what a process of a free run said again from its journal, and holds it against what it said then:
/// `strata audit replay`.
///
/// Every record tells what the input before it led to: of the newest input nothing is told yet.
struct FreeReplay {
    private let folder: String
    private let member: Topology.Member
    private let endpoints: Endpoints
    private let setup: ProcessSetup
    private let environment: ProcessEnvironment
    /// The stages of a run and start as they begin.
    private let fresh: (UInt32, UInt32) throws(HostError) -> InProcessHost

    private var mark: FreeMark?
    private var engine = InProcessHost()
    private var outbox = Outbox(peers: [], log: nil)
    private var saidHash: SaidHash
    /// Hash of what the input before led to; `nil` where it was not handled here.
    private var said: ChainHash?
    private var inputs = 0
    private var frames = 0

    init(
        _ folder: String, _ member: Topology.Member, _ endpoints: Endpoints, _ setup: ProcessSetup,
        _ environment: ProcessEnvironment,
        fresh: @escaping (UInt32, UInt32) throws(HostError) -> InProcessHost
    ) {
        self.folder = folder
        self.member = member
        self.endpoints = endpoints
        self.setup = setup
        self.environment = environment
        self.fresh = fresh
        let header = setup.header(source: member.name, environment)
        saidHash = SaidHash(setup.settings.instruments, header: header)
    }

    /// Whether a folder's journal is of a free run.
    static func isMeant(_ folder: String) -> Bool {
        guard let walk = try? JournalWalk(folder: folder), let first = try? walk.next() else { return false }
        return FreeMark.begins(first.body)
    }

    /// Replays from the oldest kept snapshot on, start by start; answers a line for a person.
    mutating func replay() throws(HostError) -> String {
        do {
            let walk = try JournalWalk(folder: folder)
            while let found = try walk.next() {
                switch found.kind {
                case .snapshot: try begin(Array(found.body))
                case .entry: try handle(try FreeRecord(found.body), found.number)
                }
            }
        } catch let error as HostError {
            throw error
        } catch {
            throw .data("\(folder): \(error)")
        }
        return "OK \(folder): \(inputs) inputs handled again, \(frames) frames the same, up to "
            + "\(engine.time)\n"
    }

    /// Takes the first snapshot of a start. What stands in later ones was just made again.
    private mutating func begin(_ snapshot: [UInt8]) throws {
        var state = StateReader(snapshot)
        let found: FreeMark = try state.read()
        var own = environment
        (own.run, own.epoch) = (found.run, found.epoch)
        let header = setup.header(source: member.name, own)
        if let why = found.refusal(to: FreeMark(header)) { throw HostError.data("\(folder): \(why)") }
        if let mark, mark.run == found.run, mark.epoch == found.epoch { return }
        mark = found
        engine = try fresh(found.run, found.epoch)
        engine.idCounter = try state.read()
        try engine.restore(from: &state)
        let venue: [ProcessRank] = engine.hasVenueOutside ? [.venue] : []
        outbox = Outbox(peers: endpoints.topology.asked(by: member.rank).map(\.rank) + venue, log: nil)
        engine.observer = outbox
        engine.gateway = outbox
        saidHash = SaidHash(setup.settings.instruments, header: header)
        said = nil
    }

    private mutating func handle(_ record: FreeRecord, _ number: UInt64) throws {
        if let said, said != record.said {
            throw HostError.data(
                "\(folder), record \(number): what is said now after the input before it, at "
                    + "\(engine.time), is not what was said then (\(said.hex.prefix(16))…, journal "
                    + "\(record.said.hex.prefix(16))…)")
        }
        let answer = engine.handle(record.input, as: member.rank)
        said = try saidHash.hash(free: outbox, answer: answer)
        inputs += 1
        frames += outbox.frames.count + outbox.askings.count + (answer == nil ? 0 : 1)
        outbox.clear()
    }
}
