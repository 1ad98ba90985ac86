import L1Operational
import Stages

/// What receiving and reading a message costs: Strata's subscriber beside one in Python, after one publisher.
enum SubscribeBench {
    private static let goal = 5.0

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "SUB with decode over ipc, kline messages as fast as they come")
        var (ours, theirs): ([Double], [Double]) = ([], [])
        let count = max(100_000, options.count)
        for round in 0..<options.pairs {
            let folder = try ScratchFolder()
            ours.append(try swift(plan("\(folder.path)/\(round)-strata", count)))
            theirs.append(try python(plan("\(folder.path)/\(round)-python", count), options.python))
        }
        section.add("Strata", Figures.median(ours.map { 1e9 / $0 }), "a CPU second")
        section.add("Python", Figures.median(theirs.map { 1e9 / $0 }), "a CPU second")
        let ratios = zip(ours, theirs).map { $1 / $0 }
        section.add("Strata / Python", Figures.median(ratios), "×", .atLeast(goal))
        section.notes = [
            "The publisher is C, packing. CPU time of the whole process, ZeroMQ's thread too. By pair: "
                + ratios.map(Figures.text).joined(separator: " ") + "."
        ]
        return section
    }

    private static func plan(_ path: String, _ count: Int) -> PeerPlan {
        PeerPlan(
            role: .subscriber, contestant: .swift, endpoint: "ipc://\(path)", count: count, interval: 0)
    }

    private static func publisher(_ plan: PeerPlan) throws(HostError) -> Child {
        let side = PeerPlan(
            role: .publisher, contestant: .c, endpoint: plan.endpoint, count: plan.count, interval: 0)
        return try Child(Child.ownPath, side.words)
    }

    /// CPU time of a message, ns.
    private static func swift(_ plan: PeerPlan) throws(HostError) -> Double {
        let sender = try publisher(plan)
        let receiver = try Child(Child.ownPath, plan.words, reading: .out)
        let result = PeerResult(bytes: receiver.readAll(), dropping: plan.warmUp)
        guard receiver.wait(), sender.wait(), let result else { throw .failed("a round of Strata's failed") }
        return result.cpu
    }

    private static func python(_ plan: PeerPlan, _ python: String) throws(HostError) -> Double {
        let sender = try publisher(plan)
        let script = "Sources/strata-bench/Peers/subscriber.py"
        let words = [script, plan.endpoint, "\(plan.count)", "\(plan.warmUp)"]
        let receiver = try Child(python, words, reading: .out)
        let text = String(decoding: receiver.readAll(), as: UTF8.self)
        let went = receiver.wait()
        if !went { sender.stop() }
        guard sender.wait(), went, let total = Double(text.prefix { $0 != "\n" }) else {
            throw .failed("\(python) \(words[0]) failed; it needs pyzmq and msgpack (--python)")
        }
        return total / Double(plan.count - plan.warmUp)
    }
}
