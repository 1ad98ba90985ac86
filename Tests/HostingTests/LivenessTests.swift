@testable import Delivery
@testable import Engine
import Market
import Messages
import Testing

/// Who is there and who is waited for, with two instances of one level.
@Suite struct LivenessTests {
    private let members = [
        Topology.Member(rank: .l4Meta, instance: 0), Topology.Member(rank: .l2Tactic, instance: 0),
        Topology.Member(rank: .l2Tactic, instance: 1),
    ]
    private let late = Pace.standard.patience + 1

    private func beat(_ process: Label, handled: Timestamp = .zero) -> Heartbeat {
        var beat = Heartbeat()
        beat.process = process
        beat.handled = handled
        beat.ready = true
        return beat
    }

    @Test func `one of two instances gone is not waited for, and the level is down only without both`() {
        var liveness = Liveness(members, now: 0)
        #expect(liveness.heard(beat("l4-meta.0"), now: 0) == .l4Meta)
        #expect(liveness.heard(beat("l2-tactic.0"), now: 0) == .l2Tactic)
        #expect(liveness.heard(beat("l2-tactic.1"), now: late) == nil)
        #expect(liveness.heard(beat("l4-meta.0"), now: late) == nil)
        #expect(liveness.lost(now: late).isEmpty)
        #expect(liveness.isGone("l2-tactic.0") && !liveness.isGone("l2-tactic.1"))
        #expect(liveness.present == ["l4-meta.0", "l2-tactic.1"])
        #expect(liveness.ready == 2)
        #expect(liveness.lost(now: 3 * late) == [.l4Meta, .l2Tactic])
        #expect(liveness.lost(now: 3 * late).isEmpty)
        #expect(liveness.heard(beat("l2-tactic.0"), now: 3 * late) == .l2Tactic)
        #expect(liveness.present == ["l2-tactic.0"])
    }

    @Test func `who never came up is not waited for either, and a stranger changes nothing`() {
        var liveness = Liveness(members, now: 0)
        #expect(liveness.present.count == 3)
        #expect(liveness.heard(beat("l9-nobody.0"), now: 1) == nil)
        #expect(liveness.lost(now: late) == [.l4Meta, .l2Tactic])
        #expect(liveness.present.isEmpty)
    }

    @Test func `a moment ripples on without the instance that is gone, but never without the feed`() {
        let feed = Topology.Member(rank: .feedHandler, instance: 0)
        let own = Topology.Member(rank: .l1Operational, instance: 0)
        let all = [feed] + members + [own]
        var ripple = Ripple(own, among: all)
        var liveness = Liveness(all.filter { $0 != own }, now: 0)
        let first = Timestamp(milliseconds: 60_000)
        let second = Timestamp(milliseconds: 120_000)
        for name: Label in ["feed-handler.0", "l4-meta.0", "l2-tactic.0"] { ripple.heard(beat(name, handled: first)) }
        #expect(ripple.due(liveness) == nil)
        ripple.heard(beat("l2-tactic.1", handled: first))
        #expect(ripple.due(liveness) == first)
        #expect(ripple.due(liveness) == nil)
        for name: Label in ["feed-handler.0", "l4-meta.0", "l2-tactic.0"] {
            ripple.heard(beat(name, handled: second))
            _ = liveness.heard(beat(name), now: late)
        }
        #expect(ripple.due(liveness) == nil)
        _ = liveness.lost(now: late)
        #expect(ripple.due(liveness) == second)
        _ = liveness.lost(now: 3 * late)
        #expect(ripple.due(liveness) == nil)
    }
}

extension Liveness {
    /// The processes that are waited for.
    fileprivate var present: [Label] {
        var found: [Label] = []
        _ = isDone { process in
            found.append(process)
            return true
        }
        return found
    }
}
