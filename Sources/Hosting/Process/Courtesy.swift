import CLinux
import Messages

/// Who goes first where cores are few. A candle wakes all processes at once: those on the way from a tick
/// to an order go before those whose word counts for the next hours.
struct Courtesy {
    /// What is added to a process's nice value: how far it stands back. Little, since a replay waits for all,
    /// and on a busy machine a process far back gets next to nothing.
    var nice: Int32
    /// How long it wants to run at a time, in nanoseconds: who wants little is let in at once. Linux 6.12
    /// and later heed it.
    var slice: UInt64
    /// Whether it never takes a core from another one by waking: it gets as much time, and later.
    var isBatch = false

    /// What each rank asks for.
    static func of(_ rank: ProcessRank) -> Courtesy {
        switch rank {
        case .feedHandler, .l2Tactic, .l1Operational: Courtesy(nice: 0, slice: 100_000)
        case .riskManager, .executor: Courtesy(nice: 0, slice: 500_000)
        default: Courtesy(nice: 3, slice: 0, isBatch: true)
        }
    }

    /// What a process of several ranks asks for: what the most urgent of them does.
    static func of(_ ranks: [ProcessRank]) -> Courtesy {
        let asked = ranks.map(of)
        let slices = asked.map(\.slice).filter { $0 > 0 }
        return Courtesy(
            nice: asked.map(\.nice).min() ?? 0, slice: slices.min() ?? 0,
            isBatch: !asked.isEmpty && asked.allSatisfy(\.isBatch))
    }

    /// Asks the kernel for it, for this thread and those that it makes: call it before there are others. To
    /// yield more is always allowed; where the kernel refuses, nothing depends on it.
    func apply() { _ = strata_ask_for(nice, slice, isBatch ? 1 : 0) }
}
