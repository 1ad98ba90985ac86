@testable import Control
import Foundation
import Hosting
import Stages
import TestSupport
import Testing

/// What a command leaves for the supervisor, and what becomes of it.
@Suite struct ReloadOrderTests {
    private let folder = TemporaryFolder()

    private func environment() throws -> ProcessEnvironment {
        var environment = try ProcessEnvironment { _ in nil }
        (environment.safeList, environment.configuration, environment.symbols) = ("a/list.json", "b/strata.json", "BTC/USDT")
        environment.fill = .book
        return environment
    }

    private func take() throws -> ReloadOrder? {
        try ReloadOrder.take(in: folder.path, try ProcessEnvironment { _ in nil })
    }

    @Test func `it is taken once, whole, and holds for the run that goes on`() throws {
        #expect(try take() == nil)
        let order = ReloadOrder(try environment(), folder: "\(folder.path)/files")
        try SetupFiles(try ProcessEnvironment { _ in nil }).write(to: order.folder)
        try order.leave(in: folder.path)
        let taken = try #require(try take())
        #expect(try taken == order && take() == nil)
        let next = taken.applied(to: try ProcessEnvironment { _ in nil })
        #expect(next.setup == "\(folder.path)/files" && next.safeList == "a/list.json" && next.symbols == "BTC/USDT" && next.fill == .book)
        try order.leave(in: folder.path)
        #expect(ReloadOrder.withdraw(in: folder.path) && !ReloadOrder.withdraw(in: folder.path))
    }

    @Test func `half of one, and one with lines too many, is refused and gone`() throws {
        for text in ["", "a", "a\nb\n", "a\nb\nc\nd\ne\nbook", "\nb\nc\nd\ne\nbook\n", "a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\ne\nbook\ng\n"] {
            try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/reload"))
            #expect(throws: HostError.self, "\(text)") { try take() }
            #expect(try take() == nil)
        }
        var odd = try environment()
        odd.safeList = "a\nb"
        #expect(throws: HostError.self) { try ReloadOrder(odd, folder: "x").leave(in: folder.path) }
    }

    @Test func `one whose files can't be read stops nobody, and who waits is told`() throws {
        let order = ReloadOrder(try environment(), folder: "\(folder.path)/files")
        try order.leave(in: folder.path)
        #expect(throws: HostError.self) { try take() }
        try SetupFiles(try ProcessEnvironment { _ in nil }).write(to: order.folder)
        try FileManager.default.removeItem(atPath: "\(order.folder)/safe_list.json")
        try order.leave(in: folder.path)
        #expect(throws: HostError.self) { try take() }
        #expect(order.refusal?.contains("safe_list.json") == true, "\(order.refusal ?? "nothing")")
    }

    @Test func `it is not written through a link that lies in its place`() throws {
        let precious = "\(folder.path)/precious"
        try Data("mine".utf8).write(to: URL(filePath: precious))
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/reload.new", withDestinationPath: precious)
        try ReloadOrder(try environment(), folder: "x").leave(in: folder.path)
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "mine")
    }

    @Test func `why it was refused comes back to who waits`() throws {
        let files = "\(folder.path)/files"
        try SetupFiles(try ProcessEnvironment { _ in nil }).write(to: files)
        let order = ReloadOrder(try environment(), folder: files)
        #expect(order.refusal == nil)
        order.refuse(.configuration("no"))
        #expect(order.refusal == "no")
        order.discard()
        #expect(!FileManager.default.fileExists(atPath: files))
    }
}
