import Foundation
import Messages
import Stages
import Testing

@Suite struct DegradationTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/degradation.md").standardizedFileURL

    @Test func `docs degradation md is what the table says`() throws {
        let text = DegradationDocument.text
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(written == text, "run UPDATE_GOLDEN=1 swift test --filter DegradationTests")
    }

    @Test func `somebody acts on each loss but those of l4-meta and l2-tactic, and nobody on their own`() {
        let losses = Set(DegradationCatalogue.rows.map(\.loss))
        let without: Set<Loss> = [.gone(.l4Meta), .gone(.l2Tactic)]
        let all = Set(ProcessRank.processes.map(Loss.gone)).union([.staleData, .gone(.venue)])
        #expect(losses == all.subtracting(without))
        for row in DegradationCatalogue.rows {
            #expect(!row.actors.isEmpty && !row.measures.isEmpty)
            if case .gone(let rank) = row.loss { #expect(!row.actors.contains(rank)) }
        }
    }

    @Test func `who is gone is known until it is back`() {
        var gone = Absences()
        gone.note(.l3Strategy, .down)
        gone.note(.executor, .down)
        gone.note(.executor, .up)
        gone.note(.l1Operational, .up)
        #expect(gone == Absences(.l3Strategy))
        #expect(DegradationCatalogue.refusal(by: .riskManager, without: gone) == .strategyGone)
        #expect(DegradationCatalogue.refusal(by: .executor, without: gone) == nil)
        gone.note(.feedHandler, .down)
        #expect(DegradationCatalogue.refusal(by: .riskManager, without: gone) == .feedGone, "the first row counts")
        #expect(!DegradationCatalogue.requires(.holdOrders, of: .l1Operational, without: gone))
        gone.note(.executor, .down)
        #expect(DegradationCatalogue.requires(.holdOrders, of: .l1Operational, without: gone))
    }
}
