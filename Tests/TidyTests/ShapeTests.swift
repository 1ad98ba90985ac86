import Foundation
import Testing

@Suite struct ShapeTests {
    @Test func `files are short`() {
        for file in SourceTree.sources {
            #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines; split it (at most 400)")
        }
    }

    @Test func `lines are short`() {
        let ratchet = Ratchet("more than 110 columns: break the line", Ratchet.longLines)
        ratchet.check { file in file.lines.indices.filter { file.lines[$0].count > 110 } }
    }

    /// A table of one `switch` is as long as what it lists: it says so in its head.
    @Test func `bodies of functions are short`() {
        for file in SourceTree.sources {
            for body in FunctionBody.all(in: file) where body.lines > 40 && !file.isExcused(body.head) {
                Issue.record("\(file.path):\(body.head + 1) has a body of \(body.lines) lines; split it (at most 40)")
            }
        }
    }

    @Test func `a body is found whatever its head, and measured by its lines`() {
        let text = """
            struct A {
                func one() {
                    a()
                }
                init(
                    _ a: Int,
                    _ b: Int
                )
                    throws(E)
                {
                    a()
                    if b {
                        c()
                    }
                }
                @inlinable static func three<T>(
                    _ a: T
                ) -> [T] where T: P {
                    [
                    ]
                }
                var four: Int {
                    get {
                        1
                    }
                }
                func none()
                func short() { a() }
                subscript(a: Int) -> Int {
                    a
                }
            }
            """
        let bodies = FunctionBody.all(in: SourceText("A.swift", text: text))
        #expect(bodies.map(\.head) == [1, 4, 15, 21, 28])
        #expect(bodies.map(\.lines) == [1, 4, 2, 3, 1])
    }

    /// What many files may change has no owner: a stage says who of its parts hears what, and each part alone
    /// changes its state.
    @Test func `a stage is no more than two files`() {
        var files: [String: [String]] = [:]
        for file in SourceTree.sources {
            for line in file.code {
                guard let match = line.firstMatch(of: /^(?:public struct|struct|extension) (\w+Stage)\b/) else { continue }
                files[String(match.1), default: []].append(file.path)
            }
        }
        #expect(files["L1OperationalStage"]?.count == 2)
        for (stage, places) in files {
            let most = Ratchet.stageFiles[stage, default: 2]
            #expect(places.count <= most, "\(stage) is \(places.count) files, at most \(most): \(places.sorted())")
        }
    }

    @Test func `every public declaration says what it is`() {
        let ratchet = Ratchet("public without a doc comment: say what it is, its unit, its errors", Ratchet.wordless)
        ratchet.check(Self.undocumented)
    }

    /// Witnesses of well-known protocols need no words (ours say it where they are declared: Stage,
    /// Indicator, Strategy, EventSource, FrameObserver, FieldVisitor), nor do initialisers that
    /// take the fields.
    private static let wellKnown = Pattern(
        stringLiteral: [
            #"\binit\("#, #"func hash\("#, #"func [=<>+\-*]+ ?[<(]"#, #"var description\b"#, #"var wireName\b"#,
            #"static let rank = ProcessRank\."#, #"func (?:handle|recover|save|restore)\("#,
            #"var value: (?:Double|Value)\? \{"#, #"mutating func update\(_ (?:input|candle): "#,
            #"mutating func next\(into event: "#, #"(?:var|let) report\b.*SourceReport"#,
            #"func input\(_ message: "#, #"func published\(_ frame: "#, #"func answered\(_ id: "#,
            #"func stepEnded\("#, #"func write\(_ text: String\)"#,
            #"func (?:statusFields|dashboard)\("#, #"func visit<"#,
            #"mutating func (?:symbol|number|fixed|positive|integer|time|flag|text|choice|levels|causes|nested)[<(]"#,
        ].joined(separator: "|"))
    private static let publicHead: Pattern = #"^ *(?:@\w+(?:\([^)]*\))? )*(?:public|package)\b"#
    private static let notCounted: Pattern = #"(?:public|package) (?:import|extension)"#

    /// Lines of declarations without a doc comment of their own, or of the group they stand in: one-line
    /// declarations right below a documented one share its comment.
    private static func undocumented(_ file: SourceText) -> [Int] {
        file.code.indices.filter { index in
            guard isPublic(file.code[index]), !wellKnown.matches(file.code[index]) else { return false }
            var above = index - 1
            while above >= 0, file.trimmed(above).hasPrefix("@") || isOneLine(file.code[above]) { above -= 1 }
            return above < 0 || !file.trimmed(above).hasPrefix("//")
        }
    }

    private static func isPublic(_ line: String) -> Bool {
        (line.contains("public ") || line.contains("package ")) && publicHead.matches(line) && !notCounted.matches(line)
    }

    private static func isOneLine(_ line: String) -> Bool { isPublic(line) && !line.hasSuffix("{") && !line.hasSuffix("(") }

    @Test func `nothing is left to do and no machine is named`() {
        let words = ["TO" + "DO", "FIX" + "ME"]
        let paths = ["/wo" + "rk/", "/ro" + "ot/", "/tmp/ba" + "sh"]
        var found: [String] = []
        for path in SourceTree.files(under: ".") {
            let lines = SourceTree.read(path)?.components(separatedBy: "\n") ?? []
            for (index, line) in lines.enumerated() where !line.contains("tidy-ok: ") {
                for word in path.hasSuffix(".swift") ? words + paths : paths where line.contains(word) {
                    found.append("\(path):\(index + 1) has \(word)")
                }
            }
        }
        #expect(found.isEmpty, "do it or leave it out; name no path of one machine:\n\(found.joined(separator: "\n"))")
    }
}
