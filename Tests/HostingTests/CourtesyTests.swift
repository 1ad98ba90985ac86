import Foundation
import Glibc
import Messages
import Testing

@testable import Hosting

struct CourtesyTests {
    /// SCHED_BATCH of Linux, which Glibc's module doesn't show.
    private static let batch: Int32 = 3

    private struct Scheduling {
        let added: Int32
        let policy: Int32
    }

    /// What is added to the nice value of a thread of its own, and by which policy it is scheduled then.
    private func asked(_ ranks: ProcessRank...) async -> Scheduling {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                let before = nice(0)
                Courtesy.of(ranks).apply()
                done.resume(returning: Scheduling(added: nice(0) - before, policy: sched_getscheduler(0)))
            }
        }
    }

    @Test func `who thinks in hours stands back, and who is on the way of an order does not`() async {
        let room = 19 - nice(0)
        for rank in [ProcessRank.l4Meta, .l3Strategy] {
            let scheduling = await asked(rank)
            #expect(scheduling.added == min(3, room))
            #expect(scheduling.policy == Self.batch)
        }
        for rank in [ProcessRank.feedHandler, .l2Tactic, .l1Operational, .riskManager, .executor] {
            let scheduling = await asked(rank)
            #expect(scheduling.added == 0)
            #expect(scheduling.policy == SCHED_OTHER)
        }
    }

    @Test func `who shares a process with one on the way of an order does not stand back`() async {
        #expect(await asked(.l3Strategy, .l2Tactic).policy == SCHED_OTHER)
        #expect(await asked(.l4Meta, .l3Strategy).policy == Self.batch)
    }
}
