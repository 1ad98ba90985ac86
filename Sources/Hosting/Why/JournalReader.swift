import Configuration

/// Reads an output journal: every line is an object; one that is not is an error with its place.
public enum JournalReader {
    /// All entries of a file after its first line, in order.
    public static func read(_ path: String) throws(HostError) -> [JournalEntry] {
        let bytes = try FileBytes.read(path)
        guard !bytes.isEmpty else {
            throw .data("\(path) is empty: expected an output journal, as --journal writes it")
        }
        var entries: [JournalEntry] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let value: JSONValue
            do {
                value = try JSONDocument.parse(SourceFile(name: "\(path):\(index + 1)", bytes: Array(line)))
            } catch {
                throw .data("\(path), line \(index + 1): \(error)")
            }
            if index == 0 {
                guard value["journal"]?.whole == 1 else {
                    throw .data(
                        "\(path) is no output journal of this version: its first line lacks \"journal\": 1")
                }
                continue
            }
            entries.append(try entry(value, path, index + 1))
        }
        return entries
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
