import Configuration
import Files
import Glibc
import L2Tactic
import Market
import Messages
import Stages

/// The files that a run is configured by, read once: what was checked is what all its processes use, whatever
/// a person writes into them while it runs.
public struct SetupFiles: Sendable {
    /// The pairs.
    public var safeList: SourceFile
    /// The exchange's filters.
    public var instruments: SourceFile
    /// Settings; `nil` where every default holds.
    public var strata: SourceFile?

    private static let names = (
        safeList: "safe_list.json", instruments: "instruments.json", strata: "strata.json"
    )

    /// Reads these; without a path for settings there are none.
    public init(safeList: String, instruments: String, configuration: String) throws(HostError) {
        self.safeList = try Self.read(safeList, as: safeList)
        self.instruments = try Self.read(instruments, as: instruments)
        strata = configuration.isEmpty ? nil : try Self.read(configuration, as: configuration)
    }

    /// Reads those that an environment names: a run's own copies where it has some.
    public init(_ environment: ProcessEnvironment) throws(HostError) {
        let own = environment.setup
        let isOwn = !own.isEmpty
        let settings = isOwn ? "\(own)/\(Self.names.strata)" : environment.configuration
        safeList = try Self.read(
            isOwn ? "\(own)/\(Self.names.safeList)" : environment.safeList, as: environment.safeList)
        instruments = try Self.read(
            isOwn ? "\(own)/\(Self.names.instruments)" : environment.instruments, as: environment.instruments)
        let hasSettings = isOwn ? FileBytes.exists(settings) : !settings.isEmpty
        strata = hasSettings ? try Self.read(settings, as: environment.configuration) : nil
    }

    /// Names a run's own copies one by one, so that others can be named in place of some.
    public static func nameCopies(in environment: inout ProcessEnvironment) {
        let own = environment.setup
        guard !own.isEmpty else { return }
        environment.setup = ""
        environment.safeList = "\(own)/\(names.safeList)"
        environment.instruments = "\(own)/\(names.instruments)"
        let settings = "\(own)/\(names.strata)"
        environment.configuration = FileBytes.exists(settings) ? settings : ""
    }

    /// Reads what a person wrote, for a live market: its filters are not in a file.
    public init(live environment: ProcessEnvironment) throws(HostError) {
        safeList = try Self.read(environment.safeList, as: environment.safeList)
        instruments = SourceFile(name: "", text: "")
        let path = environment.configuration
        strata = path.isEmpty ? nil : try Self.read(path, as: path)
    }

    /// The pairs of the list, those switched off too.
    public func pairs() throws(HostError) -> [String] {
        do {
            return try SafeListLoader.load(
                safeList, kinds: StrategyCatalogue.shipped.kinds
            ).map(\.name)
        } catch {
            throw .configuration(error.description)
        }
    }

    /// Which of the exchange's markets the settings name.
    public func market() throws(HostError) -> MarketKind {
        do { return try SettingsLoader.market(of: strata) } catch { throw .configuration(error.description) }
    }

    /// Writes copies into a folder, which is made.
    public func write(to folder: String) throws(HostError) {
        try FileBytes.makeFolder(folder)
        let files = [(Self.names.safeList, safeList), (Self.names.instruments, instruments)]
        for (name, file) in files + (strata.map { [(Self.names.strata, $0)] } ?? []) {
            let sink = try FileSink(path: "\(folder)/\(name)")
            sink.write(String(decoding: file.bytes, as: UTF8.self))
            try sink.flush()
        }
    }

    /// Removes copies from a folder.
    package static func remove(from folder: String) {
        for name in [names.safeList, names.instruments, names.strata] { unlink("\(folder)/\(name)") }
    }

    /// A file that is missing is a fault of the configuration.
    private static func read(_ path: String, as name: String) throws(HostError) -> SourceFile {
        do { return SourceFile(name: name, bytes: try FileBytes.read(path)) } catch {
            throw .configuration(error.description)
        }
    }
}
