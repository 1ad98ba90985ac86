import Configuration
import Market
import Stages
import Storage

/// Reads an output journal, also one that is damaged or still grows: what can't be read is left out and
/// told with its line.
public enum JournalReader {
    /// The version of journals that this build reads.
    private static let version = 1
    /// Lines that can't be read are told by their numbers up to this many.
    private static let toldLimit = 3

    /// All entries of a file after its first line, in order.
    public static func read(_ path: String) throws(HostError) -> [JournalEntry] {
        try readAll(path).entries
    }

    /// The whole journal. Of one that may still grow the last line may lack its end.
    /// - Throws: where the file is no output journal, or of another version.
    public static func readAll(_ path: String, mayGrow: Bool = false) throws(HostError) -> Journal {
        let reader = try open(path)
        var journal = Journal(path: path)
        var (damaged, pairs, strategies) = ([Int](), Set<String>(), Set<String>())
        guard let head = reader.next() else {
            throw .data("\(path) is empty: expected an output journal, as --journal writes it")
        }
        try readHead(Array(head), &journal)
        while let line = reader.next() {
            let bytes = Array(line)
            guard let entry = entry(bytes, reader.line) else {
                if reader.isTerminated || bytes.isEmpty { damaged.append(reader.line) }
                if !reader.isTerminated, !mayGrow { journal.notes.append(cut(reader.line)) }
                continue
            }
            if let pair = entry["symbol"], pair != "*", pairs.insert(pair).inserted {
                journal.pairs.append(pair)
            }
            for name in entry.strategies where strategies.insert(name).inserted {
                journal.strategies.append(name)
            }
            journal.entries.append(entry)
        }
        if !damaged.isEmpty { journal.notes.append(told(damaged)) }
        if reader.end != .whole {
            journal.notes.append("the file is damaged after line \(reader.line)")
        }
        return journal
    }

    private static func open(_ path: String) throws(HostError) -> LineReader {
        do throws(StorageError) { return try LineReader(path) } catch {
            throw .cannotRead(path: path, why: error.description)
        }
    }

    private static func readHead(_ bytes: [UInt8], _ journal: inout Journal) throws(HostError) {
        guard let head = parse(bytes), case .object = head, let version = head["journal"] else {
            throw .data(
                "\(journal.path) is no output journal: its first line lacks \"journal\": \(Self.version)")
        }
        guard version.whole == Self.version else {
            throw .data(
                "\(journal.path) is an output journal of version \(version.brief), and this build of Strata "
                    + "reads version \(Self.version): ask the build that wrote it")
        }
        journal.dataHash = hash(head["data"])
        journal.instrumentHash = hash(head["ins"])
    }

    private static func hash(_ value: JSONValue?) -> UInt64? {
        guard case .text(let digits)? = value else { return nil }
        return UInt64(digits, radix: 16)
    }

    private static func parse(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONDocument.parse(SourceFile(name: "", bytes: bytes))
    }

    private static func entry(_ bytes: [UInt8], _ line: Int) -> JournalEntry? {
        guard let value = parse(bytes), case .text(let topic)? = value["said"] ?? value["input"],
            let id = value["id"]?.whole, let time = value["ts"]?.whole, let data = value["data"],
            case .object = data
        else { return nil }
        var causes: [Int] = []
        if case .array(let values)? = value["cause"] { causes = values.compactMap(\.whole) }
        return JournalEntry(
            line: line, isInput: value["input"] != nil, topic: topic, id: id, causes: causes, time: time,
            data: data)
    }

    private static func cut(_ line: Int) -> String {
        "line \(line), the last, is cut: a kill or a full disk leaves this, and it is left out"
    }

    private static func told(_ lines: [Int]) -> String {
        let named = lines.prefix(toldLimit).map(String.init).joined(separator: ", ")
        let more = lines.count > toldLimit ? " and \(lines.count - toldLimit) more" : ""
        return "\(lines.count == 1 ? "line" : "lines") \(named)\(more) can't be read and "
            + "\(lines.count == 1 ? "is" : "are") left out; `strata audit verify` tells more"
    }
}
