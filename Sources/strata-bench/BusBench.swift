import L1Operational
import Stages

/// Strata's bus against plain C libzmq, in alternating rounds between two processes each.
enum BusBench {
    /// What the issue allows: p50 of the production classes over that of plain C.
    static let ratioGoal = 1.15

    /// One way over PUB and SUB, a message every 200 µs.
    static func publishSubscribe(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "PUB to SUB over ipc, one way, a kline message every 200 µs")
        try compare(.publisher, .subscriber, interval: 200_000, options, &section)
        return section
    }

    /// There and back over REQ and REP, one after the other.
    static func requestReply(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(
            title: "REQ/REP over ipc, a risk_check and its risk_verdict, one after the other")
        try compare(.replier, .requester, interval: 0, options, &section)
        return section
    }

    private static func compare(
        _ server: Role, _ client: Role, interval: Int64, _ options: BenchOptions, _ section: inout Section
    ) throws(HostError) {
        let folder = try ScratchFolder()
        var results: [[PeerResult]] = Array(repeating: [], count: Contestant.allCases.count)
        for round in 0..<options.pairs {
            // Whoever was first is last next time, so that a slow moment meets all alike.
            for turn in 0..<Contestant.allCases.count {
                let place = (round + turn) % Contestant.allCases.count
                let contestant = Contestant.allCases[place]
                let endpoint = "ipc://\(folder.path)/\(round)-\(contestant.rawValue)"
                func plan(_ role: Role) -> PeerPlan {
                    PeerPlan(
                        role: role, contestant: contestant, endpoint: endpoint, count: options.count,
                        interval: interval)
                }
                results[place].append(try meet(plan(server), plan(client)))
            }
        }
        report(results, &section)
    }

    private static func meet(_ server: PeerPlan, _ client: PeerPlan) throws(HostError) -> PeerResult {
        let serving = try Child(Child.ownPath, server.words)
        let measuring = try Child(Child.ownPath, client.words, reading: .out)
        let bytes = measuring.readAll()
        let went = measuring.wait()
        if !went { serving.stop() }
        let served = serving.wait()
        guard went, served, let result = PeerResult(bytes: bytes, dropping: client.warmUp) else {
            throw .failed("a round of \(client.contestant.rawValue) \(client.role.rawValue) failed")
        }
        return result
    }

    private static func report(_ results: [[PeerResult]], _ section: inout Section) {
        let (swift, c, bytes) = (results[0], results[1], results[2])
        for (name, side) in [("Strata", swift), ("C, packing", c), ("C, bytes", bytes)] {
            section.add("\(name) p50", Figures.median(side.map { $0.percentile(0.5) }), "µs")
            section.add("\(name) p99", Figures.median(side.map { $0.percentile(0.99) }), "µs")
            section.add("\(name) CPU", Figures.median(side.map(\.cpu)), "ns a message")
        }
        let fair = zip(swift, c).map { $0.percentile(0.5) / $1.percentile(0.5) }
        let bare = zip(swift, bytes).map { $0.percentile(0.5) / $1.percentile(0.5) }
        section.add("Strata / C, packing, p50", Figures.median(fair), "×", .atMost(ratioGoal))
        section.add("Strata / C, bytes, p50", Figures.median(bare), "×", .atMost(ratioGoal))
        let own = swift.map { 1000 * $0.allocations }
        section.add("allocations of ours", Figures.median(own), "in 1000 messages", .atMost(0))
        let theirs = swift.map { 1000 * $0.zeromqAllocations }
        section.add("allocations of libzmq", Figures.median(theirs), "in 1000 messages")
        section.notes = [
            "\"C, packing\" packs and unpacks the same map, unchecked; \"C, bytes\" sends as many bytes.",
            "Values are medians of \(swift.count) alternating rounds; pairs with C, packing: "
                + fair.map(Figures.text).joined(separator: " ") + "; with C, bytes: "
                + bare.map(Figures.text).joined(separator: " ") + ".",
        ]
    }
}
