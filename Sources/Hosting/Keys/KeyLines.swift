import Market
import Stages

/// Lines of `export NAME="value"`, as a shell would read them where they need no shell: nothing in them is
/// ever carried out.
struct KeyLines {
    private let values: [(name: Substring, value: Substring)]

    /// - Parameters:
    ///   - text: of the file.
    ///   - path: of the file, for a person.
    init(_ text: String, _ path: String) throws(HostError) {
        var values: [(Substring, Substring)] = []
        // Some editors begin a file with a mark of its byte order.
        let text = text.drop { $0 == "\u{FEFF}" }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            let place = "\(ForeignText.shown(path)), line \(number + 1)"
            if let found = try Self.assignment(line, place) { values.append(found) }
        }
        self.values = values
    }

    /// The value that was given last; an empty one is none.
    subscript(_ name: String) -> String? {
        values.last { $0.name == name }.flatMap { $0.value.isEmpty ? nil : String($0.value) }
    }

    private static func assignment(
        _ line: Substring, _ place: String
    ) throws(HostError) -> (Substring, Substring)? {
        var rest = trimmed(line)
        guard !rest.isEmpty, rest.first != "#" else { return nil }
        if rest.hasPrefix("export ") { rest = trimmed(rest.dropFirst(7)) }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest.dropFirst(name.count)
        // What the line holds is not told: it may be a secret.
        guard !name.isEmpty, rest.first == "=" else {
            throw .configuration("\(place) is no assignment; expected export NAME=\"value\"")
        }
        return (name, try value(rest.dropFirst(), "\(place), \(name)"))
    }

    private static func value(_ text: Substring, _ place: String) throws(HostError) -> Substring {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            let word = text.prefix { $0 != " " && $0 != "\t" && $0 != "#" && $0 != ";" }
            return try plain(word, rest: text.dropFirst(word.count), place)
        }
        let word = text.dropFirst().prefix { $0 != quote }
        let after = text.dropFirst(word.count + 1)
        guard after.first == quote else {
            throw .configuration("\(place) begins a quotation and does not end it")
        }
        return try plain(word, rest: after.dropFirst(), place)
    }

    private static func plain(
        _ word: Substring, rest: Substring, _ place: String
    ) throws(HostError) -> Substring {
        let rest = trimmed(rest)
        guard rest.isEmpty || rest.first == "#" else {
            throw .configuration("\(place) has something after its value; expected one value a line")
        }
        guard !word.contains(where: { "$`\\".contains($0) }) else {
            throw .configuration(
                "\(place) has $, ` or \\ in its value; expected the text itself, for no shell reads it")
        }
        return word
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text.drop { $0 == " " || $0 == "\t" }
    }
}
