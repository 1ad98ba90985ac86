import Exchanges
import Foundation
import Market
import Network
import TestSupport
import Testing

@Suite struct SharedBudgetTests {
    private let folder = TemporaryFolder()
    private static let minute = TimeSpan.minutes(1)
    private let time = Timestamp(milliseconds: 1_746_700_000_000)
    private let weights = RequestBudget([BudgetWindow(Self.minute, limit: 1000)])

    private func budget(_ name: String = "weights") throws -> SharedBudget {
        try SharedBudget(in: "\(folder.path)/budget", name, weights)
    }

    @Test func `what one spent another has not`() throws {
        let (one, other) = (try budget(), try budget())
        #expect(try one.change { $0.take(700, .exit, at: time) } == .granted)
        #expect(try other.change { $0.take(301, .exit, at: time) } != .granted)
        #expect(try other.change { $0.take(300, .exit, at: time) } == .granted)
        #expect(try budget("orders").change { $0.take(1000, .exit, at: time) } == .granted)
    }

    @Test func `many at once spend exactly what there is`() async throws {
        let granted = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { [path = "\(folder.path)/budget", weights, time] in
                    let mine = try SharedBudget(in: path, "weights", weights)
                    return try (0..<500).reduce(0) { sum, _ in
                        sum + (try mine.change { $0.take(1, .exit, at: time) } == .granted ? 1 : 0)
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(granted == 1000)
    }

    @Test func `a restart begins with what is left, and obeys a pause`() throws {
        let until = time + .seconds(90)
        do {
            let before = try budget()
            _ = try before.change { $0.take(790, .history, at: time) }
            try before.change { $0.pause(until: until, at: time) }
        }
        let after = try budget()
        #expect(try after.change { $0.take(1, .exit, at: time + .seconds(1)) } == .wait(until: until))
        #expect(try after.change { $0.windows[0].used } == 790)
        #expect(try after.change { $0.take(1, .exit, at: until) } == .granted)
    }

    @Test(arguments: [Data(), Data("garbage".utf8), Data(repeating: 0xFF, count: 4096), Data(repeating: 7, count: 9000)])
    func `a file of anything else is begun anew`(content: Data) throws {
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/budget", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = FileManager.default.createFile(
            atPath: "\(folder.path)/budget/weights", contents: content, attributes: [.posixPermissions: 0o600])
        #expect(try budget().change { $0.take(1000, .exit, at: time) } == .granted)
    }

    @Test func `a file that is deleted or cut while it is used is made anew`() throws {
        let used = try budget()
        #expect(try used.change { $0.take(1000, .exit, at: time) } == .granted)
        try FileManager.default.removeItem(atPath: used.path)
        #expect(try used.change { $0.take(1000, .exit, at: time) } == .granted)
        #expect(try budget().change { $0.windows[0].used } == 1000, "the new file is what others see")
        #expect(truncate(used.path, 0) == 0)
        #expect(try used.change { $0.take(1000, .exit, at: time) } == .granted)
    }

    @Test func `a folder or file that others may write, and a link, are refused by name`() throws {
        let path = "\(folder.path)/budget"
        _ = try budget()
        #expect(chmod("\(path)/weights", 0o620) == 0)
        #expect(throws: BudgetError.foreign("\(path)/weights")) { try budget() }
        #expect(unlink("\(path)/weights") == 0 && symlink("\(folder.path)/elsewhere", "\(path)/weights") == 0)
        #expect(throws: BudgetError.foreign("\(path)/weights")) { try budget() }
        #expect(chmod(path, 0o770) == 0)
        #expect(throws: BudgetError.foreign(path)) { try budget() }
    }

    @Test func `a file in the folder's place is told to be none`() throws {
        let path = "\(folder.path)/budget"
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(throws: BudgetError.noFolder(path)) { try budget() }
        #expect("\(BudgetError.noFolder(path))".contains("remove it, or name another folder by STRATA_BUDGET_DIR"))
    }
}
