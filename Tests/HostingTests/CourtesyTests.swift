import Foundation
import Glibc
import Messages
import Testing

@testable import Hosting

struct CourtesyTests {
    /// What is added to the nice value of a thread of its own.
    private func added(by rank: ProcessRank) async -> Int32 {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                let before = nice(0)
                Courtesy.of(rank).apply()
                done.resume(returning: nice(0) - before)
            }
        }
    }

    @Test func `who thinks in hours stands back, and who is on the way of an order does not`() async {
        let room = 19 - nice(0)
        for rank in [ProcessRank.l4Meta, .l3Strategy] { #expect(await added(by: rank) == min(3, room)) }
        for rank in [ProcessRank.feedHandler, .l2Tactic, .l1Operational, .riskManager, .executor] {
            #expect(await added(by: rank) == 0)
        }
    }
}
