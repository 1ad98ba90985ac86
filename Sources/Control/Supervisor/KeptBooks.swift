import Configuration
import Files
import Hosting
import Market
import Messages
import Stages
import Storage
import Telemetry

/// What the state folder of an earlier run holds, as far as a person must know before the next one begins.
public struct KeptBooks {
    /// The pairs of which something is open and that are not traded any more.
    public private(set) var exitOnly: [OpenPair] = []
    /// Where the last run ended, event time; `nil` where there was none.
    public let ended: Timestamp?

    /// Reads the books in a state folder; `nil` where there are none.
    public init?(_ folder: String, trading settings: Settings) throws(HostError) {
        let path = "\(folder)/executor.sqlite"
        guard FileBytes.exists(path) else { return nil }
        do {
            let store = try RecordStore(path, instruments: InstrumentTable([]))
            ended = try store.endedAt()
            exitOnly = try store.openPairs().filter { settings.instruments.symbol(named: $0.name) == nil }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// The pairs of which something is open in a state folder; none where there are no books.
    public static func openPairs(in folder: String) throws(HostError) -> [String] {
        let path = "\(folder)/executor.sqlite"
        guard FileBytes.exists(path) else { return [] }
        do {
            return try RecordStore(path, instruments: InstrumentTable([])).openPairs().map(\.name)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// The halt that a person asked for and nobody took back, in a state folder; `nil` where there is none.
    /// A halt by a limit is the account's, and goes with it.
    public static func halt(in folder: String) throws(HostError) -> HaltRecord? {
        try halts(in: folder).first { $0.record.code == .personAsked }?.record
    }

    /// What a person is told of the halt in a state folder, whoever asked for it; `nil` where there is none.
    static func notice(in folder: String) throws(HostError) -> HaltNotice? {
        guard FileBytes.exists("\(folder)/executor.sqlite") else {
            throw .failed("\(folder) holds no books of an earlier run (executor.sqlite)")
        }
        return HaltNotice(
            try halts(in: folder).map { name, record in
                var beat = Heartbeat()
                beat.process = Label(clipping: name)
                beat.note(record)
                return beat
            })
    }

    private static func halts(
        in folder: String
    ) throws(HostError) -> [(name: String, record: HaltRecord)] {
        var found: [(name: String, record: HaltRecord)] = []
        for name in ["executor", "risk-manager"] {
            let path = "\(folder)/\(name).sqlite"
            guard FileBytes.exists(path) else { continue }
            do {
                let halt = try RecordStore(path, instruments: InstrumentTable([])).keptHalt()
                if let halt, halt.halted { found.append((name, halt)) }
            } catch {
                throw .failed("\(error)")
            }
        }
        return found
    }

    /// What `strata status --state` says of a folder, as text or as JSON.
    public static func status(of folder: String, asJSON: Bool) throws(HostError) -> String {
        let notice = try notice(in: folder)
        guard asJSON else { return notice?.text ?? "\(folder): trading is not halted" }
        let why = notice.map {
            ",\"halt_reason\":\"\($0.reason.name)\",\"halted_since\":\"\($0.since)\","
                + "\"halted_by\":\(ForeignText.json("\($0.by)"))"
        }
        return "{\"state\":\(ForeignText.json(folder)),\"halted\":\(notice != nil)\(why ?? "")}"
    }

    /// Lifts a halt in the state folder of a system that runs no more; answers whether there was one.
    public static func resume(_ folder: String) throws(HostError) -> Bool {
        guard FileBytes.exists("\(folder)/executor.sqlite") else {
            throw .failed("\(folder) holds no books of an earlier run (executor.sqlite)")
        }
        let lock = try RunLock.state(folder)
        defer { withExtendedLifetime(lock) {} }
        var wasHalted = false
        for name in ["executor", "risk-manager"] where FileBytes.exists("\(folder)/\(name).sqlite") {
            do {
                let store = try RecordStore("\(folder)/\(name).sqlite", instruments: InstrumentTable([]))
                guard let halt = try store.keptHalt(), halt.halted else { continue }
                wasHalted = true
                try store.store([.halt(HaltRecord(code: .personAsked, since: halt.since))])
            } catch {
                throw .failed("\(error)")
            }
        }
        return wasHalted
    }

    /// Takes the pairs that are only held into the environment of a run, and answers the setup with them.
    /// What can't be managed is refused: by pair, with what is held and what to do.
    public func takeIn(
        _ environment: inout ProcessEnvironment, _ files: SetupFiles
    ) throws(HostError) -> ProcessSetup {
        environment.exitOnly = exitOnly.map { HeldPair(name: $0.name, leverage: $0.leverage) }
        if !environment.tacticInstances.isEmpty {
            let named = environment.tacticInstances.flatMap { $0 }
            environment.tacticInstances[0] += exitOnly.map(\.name).filter { !named.contains($0) }
        }
        let setup: ProcessSetup
        do {
            setup = try SetupLoader.load(files, environment)
        } catch {
            guard let pair = exitOnly.first(where: { "\(error)".contains($0.name) }) else { throw error }
            throw .configuration(Self.refusal(of: pair, "\(error)"))
        }
        guard !environment.feed.isLive else { return setup }
        for pair in exitOnly { try checkData(of: pair, environment, setup.settings) }
        return setup
    }

    private func checkData(
        of pair: OpenPair, _ environment: ProcessEnvironment, _ settings: Settings
    ) throws(HostError) {
        let only = try settings.keeping([pair.name])
        let from = environment.from.isEmpty ? ended.map { "\($0 + .seconds(1))" } ?? "" : environment.from
        let first: Timestamp?
        do {
            var source = try RecordedData.open(environment.data, only, from: from, to: environment.to)
            first = try RecordedData.first(&source)
        } catch {
            throw .data(Self.refusal(of: pair, "\(error)"))
        }
        guard first == nil else { return }
        throw .data(Self.refusal(of: pair, "\(environment.data) has no data of it between these times"))
    }

    private static func refusal(of pair: OpenPair, _ why: String) -> String {
        "\(pair.held), is not traded any more, and can't be managed to its exit: \(why). "
            + "Give what is missing, or enable the pair again, or start without --keep-state"
    }

    /// What a person reads of each pair that is only held.
    public var lines: [String] {
        exitOnly.map {
            "\($0.held), and is not traded any more: it is managed to its exit, nothing is entered"
        }
    }
}

extension OpenPair {
    /// "ETH/USDT is held (0.5 at 1800)".
    var held: String {
        if quantity.isZero { return "\(name) has an open order" }
        return "\(name) is held (\(quantity) at \(entryPrice))"
    }
}
