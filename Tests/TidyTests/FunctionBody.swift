/// The body of a function, an initialiser, a subscript or a computed property, in one file.
struct FunctionBody {
    /// Index of the line with the first word of its head.
    let head: Int
    /// Lines between its braces; the head counts nothing, however many lines it has.
    let lines: Int

    private static let firstLine: Pattern =
        #"^ *(?:@\w+(?:\([^)]*\))? |[a-z]+(?:\([a-z]+\))? )*(?:func [^ ]|init[?!]?[(<]|subscript[(<]|deinit \{|var \w+: [^=]*\{$)"#
    /// A line that goes on with a head at the head's own depth.
    private static let goesOn: Pattern = #"^ *(?:\)|throws|async|where|->|\{$)"#

    /// All bodies of more than one line: one that stands in its head's line has none of its own.
    static func all(in file: SourceText) -> [FunctionBody] {
        file.code.indices.compactMap { head in
            guard firstLine.matches(file.code[head]), let brace = openingBrace(of: head, in: file) else { return nil }
            let closing = file.code[head].prefix(while: { $0 == " " }) + "}"
            let end = file.code[brace...].dropFirst().firstIndex { $0 == closing }
            return end.map { FunctionBody(head: head, lines: $0 - brace - 1) }
        }
    }

    /// The line whose end opens the body; `nil` where a head has none, as in a protocol.
    private static func openingBrace(of head: Int, in file: SourceText) -> Int? {
        let depth = file.code[head].prefix(while: { $0 == " " }).count
        for index in head..<file.code.count {
            let line = file.code[index]
            let isPart = index == head || goesOn.matches(line) || line.prefix(while: { $0 == " " }).count > depth
            guard isPart, !line.isEmpty else { return nil }
            if line.hasSuffix("{") { return index }
        }
        return nil
    }
}
