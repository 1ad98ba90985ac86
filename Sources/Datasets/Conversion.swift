import Files
import Glibc
import Hosting
import Market
import Stages
import Storage

/// One file of recorded data, copied to another form.
public struct Conversion: Sendable {
    /// The forms that there are, by the ending of a file's name.
    private enum Form: Sendable {
        case plain, gzip, parquet

        init?(_ path: String) {
            let name = path.lowercased()
            if name.hasSuffix(".parquet") {
                self = .parquet
            } else if name.hasSuffix(".csv") || name.hasSuffix(".jsonl") {
                self = .plain
            } else if name.hasSuffix(".csv.gz") || name.hasSuffix(".jsonl.gz") {
                self = .gzip
            } else {
                return nil
            }
        }
    }

    private let path: String
    private let target: String
    private let form: Form
    private let needsPython: Bool

    /// Looks whether it can be; nothing is made yet.
    /// - Parameter isForced: whether a file that is there may be written over.
    public init(_ path: String, to target: String, isForced: Bool) throws(HostError) {
        (self.path, self.target) = (path, target)
        guard PathKind(path) == .file else {
            throw .cannotRead(path: path, why: "there is \(PathKind(path).text); expected a file of data")
        }
        guard let form = Form(target) else {
            throw .usage("\(target): its ending says no form; expected .csv, .csv.gz or .parquet")
        }
        let isParquet = path.lowercased().hasSuffix(".parquet")
        guard !isParquet || form != .parquet else {
            throw .usage("\(path) is Parquet already; expected \(target) to be .csv or .csv.gz")
        }
        guard let place = RealPath.future(target) else {
            throw .usage("\(target): no file can be made there")
        }
        guard place != RealPath.existing(path) else {
            throw .usage("\(path) can't become itself: name another file")
        }
        switch PathKind(target) {
        case .nothing: break
        case .file where isForced: break
        case .file: throw .usage("\(target) is there already; name another file, or give --force")
        case let found: throw .usage("\(target) is \(found.text); expected a new file")
        }
        self.form = form
        needsPython = isParquet || form == .parquet
    }

    /// Converts it; answers what came of it, in a line.
    public func run(asJSON: Bool) throws(HostError) -> String {
        if needsPython {
            try ParquetProgram().run(path, target)
        } else {
            do throws(StorageError) {
                _ = try Repacking.copy(path, to: target, packs: form == .gzip)
            } catch { throw .failed("\(error)") }
        }
        let size = Int64(FileBytes.size(target))
        guard asJSON else { return "\(target): \(ByteText.words(size))" }
        return "{\"ok\":true,\"path\":\(ForeignText.json(target)),\"bytes\":\(size)}"
    }
}
