import Glibc
import Stages

/// A file that an option names, to be written: the one way in which a command writes where a person says.
///
/// What exists is not touched without `--force`, and with it only where it begins like what Strata itself
/// writes there. What is no plain file is refused before it is opened: a pipe would hold the program up.
public struct OutputFile: Sendable {
    /// What is written, and how a file of it begins.
    public enum Kind: Sendable, CaseIterable {
        case journal, summary, recording, settings, unit

        /// What a person calls it.
        package var text: String {
            switch self {
            case .journal: "an output journal"
            case .summary: "a summary"
            case .recording: "a recording of strata-sniff"
            case .settings: "settings"
            case .unit: "a unit of strata plan"
            }
        }

        /// How it begins; `nil` for what is never written over.
        package var beginning: [UInt8]? {
            switch self {
            case .journal: Array("{\"journal\":".utf8)
            case .summary: Array("{\"from\":\"".utf8)
            case .recording: OutputFile.recordingMagic
            case .settings, .unit: nil
            }
        }
    }

    /// How a recording of frames begins.
    package static let recordingMagic = Array("STRATAFR".utf8)

    /// The path as it was given.
    public let path: String
    /// The real file that is meant.
    package let place: String
    package let option: String
    private let kind: Kind
    private let isForced: Bool

    /// Looks whether a file may be written; nothing is made or changed yet.
    /// - Parameters:
    ///   - option: the option's name, as in "--journal".
    ///   - isForced: whether `--force` was given.
    public init(
        _ path: String, _ option: String, _ kind: Kind, isForced: Bool = false
    ) throws(HostError) {
        self.path = path
        self.option = option
        self.kind = kind
        self.isForced = isForced
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .usage("\(option) names no file") }
        guard !path.hasSuffix("/") else { throw .usage("\(option) \(path) names a folder; expected a file") }
        guard let place = RealPath.future(path) else {
            throw .usage("\(option) \(path): no file can be made there; \(Self.reason(path))")
        }
        self.place = place
        try check()
    }

    private static func reason(_ path: String) -> String {
        PathKind(path) == .brokenLink
            ? "it is a link that leads nowhere" : "a file stands where a folder must"
    }

    /// Looks again whether it may be written.
    private func check() throws(HostError) {
        let found = PathKind(path)
        switch found {
        case .nothing: return
        case .file: break
        default: throw .usage("\(option) \(path) is \(found.text); expected a new file")
        }
        guard let beginning = kind.beginning else {
            throw .usage("\(path) is there already; it is not written over")
        }
        guard isForced else {
            throw .usage(
                "\(option) \(path) is there already; name another file, or give --force where it is "
                    + "\(kind.text) that may go")
        }
        guard Self.begins(place, with: beginning) else {
            throw .usage("\(option) \(path) is not \(kind.text) of Strata: it is not written over, whatever "
                + "--force says; name another file")
        }
    }

    /// Whether a file is empty or begins with these bytes.
    private static func begins(_ path: String, with beginning: [UInt8]) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: beginning.count)
        let count = read(descriptor, &bytes, bytes.count)
        return count == 0 || bytes.prefix(max(0, count)).elementsEqual(beginning)
    }

    /// The folder in which it is, or will be.
    public var folder: String { place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "." }

    /// Two options must not write into one file.
    public static func checkApart(_ files: [OutputFile]) throws(HostError) {
        for (index, file) in files.enumerated() {
            if let other = files[..<index].first(where: { $0.place == file.place }) {
                throw .usage("\(other.option) and \(file.option) both name \(file.path); expected two files")
            }
        }
    }

    // MARK: - Writing

    /// Opens it for what is written bit by bit: new, or emptied where it may be.
    package func begin() throws(HostError) -> Int32 {
        try check()
        try makeParent()
        let isThere = PathKind(path) == .file
        let flags = O_WRONLY | O_CLOEXEC | O_NONBLOCK | (isThere ? 0 : O_CREAT | O_EXCL)
        let descriptor = open(place, flags, 0o600)
        guard descriptor >= 0 else { throw failure() }
        var info = stat()
        // What was looked at may have been replaced since.
        guard fstat(descriptor, &info) == 0, PathKind(info) == .file, ftruncate(descriptor, 0) == 0 else {
            close(descriptor)
            throw .cannotWrite(path: path, why: "it is no plain file any more")
        }
        return descriptor
    }

    /// Writes all of it: beside its place first, so that it is there whole or not at all.
    public func write(_ text: String) throws(HostError) {
        try check()
        try makeParent()
        let beside = "\(place).\(getpid()).new"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure() }
        defer { unlink(beside) }
        let isWritten = TextOutput.write(text, to: descriptor)
        let number = errno
        close(descriptor)
        guard isWritten else { throw .cannotWrite(path: path, why: String(cString: strerror(number))) }
        guard moved(beside) else { throw failure() }
    }

    /// A new file takes its place only where nothing has come there meanwhile.
    private func moved(_ beside: String) -> Bool {
        guard PathKind(path) == .nothing else { return rename(beside, place) == 0 }
        if link(beside, place) == 0 { return true }
        // Some file systems know no links.
        return (errno == EPERM || errno == ENOTSUP) && rename(beside, place) == 0
    }

    private func makeParent() throws(HostError) {
        if let slash = place.lastIndex(of: "/") { try FileBytes.makeFolder(String(place[..<slash])) }
    }

    private func failure() -> HostError { .cannotWrite(path: path, why: String(cString: strerror(errno))) }
}
