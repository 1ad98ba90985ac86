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

    @Test func `decisions are numbered one after the other`() {
        let names = Self.pages.filter { $0.hasPrefix("docs/decisions/") }.compactMap { $0.split(separator: "/").last }
        for (index, name) in names.enumerated() {
            let number = String(index + 1)
            #expect(name.hasPrefix(String(repeating: "0", count: 4 - number.count) + number + "-"), "\(name)")
            #expect(SourceTree.read("docs/decisions/\(name)")?.hasPrefix("# \(number). ") == true, "\(name)")
        }
        #expect(!names.isEmpty)
    }
}
