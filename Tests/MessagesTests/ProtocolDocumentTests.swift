import Foundation
import Messages
import Testing

@Suite struct ProtocolDocumentTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/protocol.md").standardizedFileURL

    @Test func `docs protocol md is what the catalogue says`() throws {
        let text = try ProtocolDocument.text()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(written == text, "run UPDATE_GOLDEN=1 swift test --filter ProtocolDocumentTests")
    }

    @Test func `each topic and each of its fields is on the page`() throws {
        let text = try ProtocolDocument.text()
        for entry in TopicCatalogue.entries {
            #expect(text.contains(entry.kind.about))
            for row in try FieldDocument.rows(of: entry.kind) { #expect(text.contains("| `\(row.key)` | \(row.type) |")) }
        }
    }
}
