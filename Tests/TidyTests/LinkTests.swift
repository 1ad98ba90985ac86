import Foundation
import Testing

@Suite struct LinkTests {
    private static let documents = SourceTree.files(under: "").filter { $0.hasSuffix(".md") }

    /// What a group of a pattern holds, wherever the pattern is found.
    private func found(_ pattern: String, in text: String) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }

    private func exists(_ path: String, from folder: String) -> Bool {
        FileManager.default.fileExists(atPath: SourceTree.root.appending(path: folder).appending(path: path).path)
    }

    @Test func `every link in the documents leads to a file`() throws {
        var links = 0
        for document in Self.documents {
            let text = try #require(SourceTree.read(document))
            let folder = (document as NSString).deletingLastPathComponent
            for link in try found(#"\]\(([^)#\s]+)(?:#[^)]*)?\)"#, in: text) where !link.contains("://") {
                #expect(exists(link, from: folder), "\(document): there is no \(link)")
                links += 1
            }
        }
        #expect(links > 10)
    }

    /// `Sources/Stages` and the like, in text or commands; one with a wildcard stands for many.
    @Test func `every path that the documents name is there`() throws {
        var paths = 0
        for document in Self.documents {
            let text = try #require(SourceTree.read(document))
            let pattern = #"(?<![\w/.-])((?:Sources|Tests|deploy|docs|samples)/[\w@./+-]*\w)(?![\w/*{…])"#
            for path in try found(pattern, in: text) {
                #expect(exists(path, from: ""), "\(document): there is no \(path)")
                paths += 1
            }
        }
        #expect(paths > 10)
    }

    @Test func `the how-to's strategy is the one that is tested`() throws {
        let howto = try #require(SourceTree.read("docs/howto/add-a-strategy.md"))
        let file = try #require(SourceTree.read("Tests/L2TacticTests/Conviction.swift"))
        let code = try #require(found(#"```swift\n[\s\S]*?\n(///[\s\S]*?)```"#, in: howto).first)
        #expect(code.contains("struct Conviction") && file.hasSuffix(code))
    }
}
