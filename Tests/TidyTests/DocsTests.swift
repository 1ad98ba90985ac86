import Foundation
import Testing

@Suite struct DocsTests {
    private static let pages = SourceTree.files(under: ".").filter { $0.hasSuffix(".md") }

    @Test func `links lead to files`() {
        for page in Self.pages {
            let folder = SourceTree.root.appending(path: page).deletingLastPathComponent()
            for link in (SourceTree.read(page) ?? "").matches(of: /\]\(([^)#\s]+)/).map({ String($0.1) })
            where !link.contains("://") {
                let isThere = FileManager.default.fileExists(atPath: folder.appending(path: link).path)
                #expect(isThere, "\(page) links to \(link), which is not there")
            }
        }
    }

    /// A number may be missing where its decision is still being written.
    @Test func `decisions are numbered, each number once, and begin with it`() {
        let names = Self.pages.filter { $0.hasPrefix("docs/decisions/") }.compactMap { $0.split(separator: "/").last }
        var numbers: Set<Int> = []
        for name in names {
            let digits = name.prefix { $0 != "-" }
            let number = Int(digits) ?? 0
            #expect(digits.count == 4 && number > 0 && numbers.insert(number).inserted, "\(name)")
            #expect(SourceTree.read("docs/decisions/\(name)")?.hasPrefix("# \(number). ") == true, "\(name)")
        }
        #expect(!names.isEmpty)
    }
}
