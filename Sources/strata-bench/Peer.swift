import CBenchPeer
import Glibc
import Stages

/// Which side of a comparison works.
enum Contestant: String, CaseIterable {
    /// Strata's production classes: typed messages, checked fields, a reactor.
    case swift
    /// Plain C: the same msgpack map packed and unpacked, without checks.
    case c
    /// Plain C: as many bytes, neither packed nor unpacked.
    case bytes
}

/// What a process does in a comparison.
enum Role: String {
    case publisher, subscriber, requester, replier
    /// Plays a day of repeated recordings in process and says its peak memory.
    case recordings
    /// Follows a leader through the rounds of a bare barrier; its count is its index.
    case follower
    /// Answers HTTP requests; its count is the answer's size.
    case handler
}

/// What a peer is told on its command line.
struct PeerPlan {
    let role: Role
    let contestant: Contestant
    let endpoint: String
    let count: Int
    let interval: Int64

    /// Messages at the start that are not measured.
    var warmUp: Int { count / 10 }

    var words: [String] {
        [Peer.command, role.rawValue, contestant.rawValue, endpoint, "\(count)", "\(interval)"]
    }
}

/// The hidden command by which strata-bench starts itself as one side of a measurement.
enum Peer {
    static let command = "--peer"

    /// Runs one side; what it measured goes to stdout as 64-bit integers.
    static func run(_ words: [String]) throws(HostError) -> Int32 {
        guard words.count == 5, let role = Role(rawValue: words[0]),
            let contestant = Contestant(rawValue: words[1]), let count = Int(words[3]),
            let interval = Int64(words[4])
        else { throw .usage("\(command) is for strata-bench's own use") }
        // A peer that waits for one that died must not stay for ever.
        alarm(role == .recordings ? 1800 : 120)
        let plan = PeerPlan(
            role: role, contestant: contestant, endpoint: words[2], count: count, interval: interval)
        if role == .recordings {
            try MemoryBench.playDay()
            return 0
        }
        if role == .follower { return -strata_bench_barrier_follow(plan.endpoint, Int32(plan.count)) }
        if role == .handler { return -strata_bench_handle(plan.count) }
        let result = try contestant == .swift ? SwiftPeer(plan).run() : CPeer(plan).run()
        if let result { result.write() }
        return 0
    }
}
