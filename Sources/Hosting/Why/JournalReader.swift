import Configuration
import Market

/// Reads an output journal: every line is an object; one that is not is an error with its place.
public enum JournalReader {
    /// All entries of a file after its first line, in order.
    public static func read(_ path: String) throws(HostError) -> [JournalEntry] {
        try readAll(path).entries
    }

    /// All entries, and the hash of the data that the first line tells. Of a journal that may still grow
    /// the last line is left out while it lacks its end.
    public static func readAll(
        _ path: String, mayGrow: Bool = false
    ) throws(HostError) -> (entries: [JournalEntry], dataHash: UInt64?) {
        var bytes = try FileBytes.read(path)
        if mayGrow { bytes.removeLast(bytes.reversed().prefix { $0 != UInt8(ascii: "\n") }.count) }
        guard !bytes.isEmpty else {
            throw .data("\(path) is empty: expected an output journal, as --journal writes it")
        }
        var dataHash: UInt64?
        var entries: [JournalEntry] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let value: JSONValue
            do {
                value = try JSONDocument.parse(SourceFile(name: "\(path):\(index + 1)", bytes: Array(line)))
            } catch {
                throw .data("\(ForeignText.shown(path, limit: 300)), line \(index + 1): \(error)")
            }
            if index == 0 {
                guard value["journal"]?.whole == 1 else {
                    throw .data(
                        "\(path) is no output journal of this version: its first line lacks \"journal\": 1")
                }
                if case .text(let hash)? = value["data"] { dataHash = UInt64(hash, radix: 16) }
                continue
            }
            entries.append(try entry(value, path, index + 1))
        }
        return (entries, dataHash)
    }

    private static func entry(_ value: JSONValue, _ path: String, _ line: Int) throws(HostError)
        -> JournalEntry
    {
        guard case .text(let topic)? = value["said"] ?? value["input"], let id = value["id"]?.whole,
            let time = value["ts"]?.whole, let data = value["data"]
        else { throw .data("\(path), line \(line): expected topic, id, ts and data") }
        var causes: [Int] = []
        if case .array(let values)? = value["cause"] { causes = values.compactMap(\.whole) }
        return JournalEntry(
            line: line, isInput: value["input"] != nil, topic: topic, id: id, causes: causes, time: time,
            data: data)
    }
}
