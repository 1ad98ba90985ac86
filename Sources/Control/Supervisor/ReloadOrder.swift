import Configuration
import Files
import Glibc
import Hosting
import Stages

/// What `strata reload` leaves in a run directory for the supervisor there: where changed files lie that were
/// checked, and what they are called. The folder is this user's alone.
public struct ReloadOrder: Sendable, Hashable {
    /// The file in the run directory, and what it is called until it is whole.
    static let name = "reload"
    static let freshName = name + WholeFile.unfinished

    /// The folder of the files (`SetupFiles`).
    public let folder: String
    /// What they were read from, for messages and the next reload.
    public let safeList: String
    public let configuration: String
    public let instruments: String
    /// These pairs alone, as in STRATA_SYMBOLS.
    public let symbols: String
    /// How paper fills, as in STRATA_FILL; empty where the settings say it.
    public let fill: String

    /// The files that an environment names, as copies in a folder.
    public init(_ environment: ProcessEnvironment, folder: String) {
        self.folder = folder
        safeList = environment.safeList
        configuration = environment.configuration
        instruments = environment.instruments
        symbols = environment.symbols
        fill = environment.fill?.rawValue ?? ""
    }

    private init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 7, lines[6].isEmpty, !lines[0].isEmpty,
            lines[5].isEmpty || FillRule(rawValue: lines[5]) != nil
        else { return nil }
        (folder, safeList, configuration) = (lines[0], lines[1], lines[2])
        (instruments, symbols, fill) = (lines[3], lines[4], lines[5])
    }

    /// Leaves it. The supervisor finds all of it or none.
    public func leave(in runDirectory: String) throws(HostError) {
        let words = [folder, safeList, configuration, instruments, symbols, fill]
        guard !words.contains(where: { $0.utf8.contains(10) }) else {
            throw .usage("a path with a line's end in it can't be told to the supervisor")
        }
        try WholeFile.write(
            Array(words.map { $0 + "\n" }.joined().utf8), to: "\(runDirectory)/\(Self.name)")
    }

    /// Takes the one that waits; `nil` where there is none.
    ///
    /// - Throws: what is wrong with it: it is none, or its files can't be read. It is gone then.
    static func take(
        in runDirectory: String, _ before: ProcessEnvironment
    ) throws(HostError) -> ReloadOrder? {
        let path = "\(runDirectory)/\(name)"
        guard FileBytes.exists(path), let bytes = try? FileBytes.read(path) else { return nil }
        unlink(path)
        guard let order = ReloadOrder(String(decoding: bytes, as: UTF8.self)) else {
            throw .configuration("\(path) is not what `strata reload` leaves")
        }
        do { _ = try SetupFiles(order.applied(to: before)) } catch {
            order.refuse(error)
            throw error
        }
        return order
    }

    /// Takes it back; false where the supervisor has it already.
    @discardableResult
    public static func withdraw(in runDirectory: String) -> Bool {
        unlink("\(runDirectory)/\(name)") == 0
    }

    /// The environment of a run that goes on with the state of the one before, by the changed files.
    public func applied(to before: ProcessEnvironment) -> ProcessEnvironment {
        var environment = before
        environment.setup = folder
        environment.safeList = safeList
        environment.configuration = configuration
        environment.instruments = instruments
        environment.symbols = symbols
        environment.fill = FillRule(rawValue: fill)
        return environment
    }

    // MARK: - What became of it

    /// Says why the files could not be taken up, for the command that waits.
    public func refuse(_ why: HostError) {
        guard let file = try? FileSink(path: refusalPath) else { return }
        file.write("\(why)")
    }

    /// Why they could not be taken up; `nil` where nothing says so.
    var refusal: String? {
        guard FileBytes.exists(refusalPath) else { return nil }
        return (try? FileBytes.read(refusalPath)).map { String(decoding: $0, as: UTF8.self) }
    }

    private var refusalPath: String { "\(folder)/refused" }

    /// Removes the folder: the run has copies of its own.
    func discard() {
        SetupFiles.remove(from: folder)
        unlink(refusalPath)
        rmdir(folder)
    }
}
