import Engine
import Glibc
import Hosting
import L1Operational
import Market
import Messages
import Stages

/// Tick to order over the processes, beside the same chain in Python, in alternating rounds.
enum ChainBench {
    /// Minutes of klines in a round, and how fast they are played: a minute of all pairs every 5 ms.
    private static let minutes = 3000
    private static let speed = 12_000

    /// Many entries in little time: votes on each minute's candle, near targets, and costs that refuse none.
    private static let configuration = """
        {"max_total_exposure": 0.3, "max_correlated_positions": 3, "min_confidence": 0.5,
         "PORTFOLIO_LIMITS": {"MAX_DAILY_DRAWDOWN": 0.5, "MAX_DAILY_DRAWDOWN_BTC": 0.5,
                              "MAX_DAILY_DRAWDOWN_ETH": 0.5, "MAX_DAILY_DRAWDOWN_SOL": 0.5},
         "tactic": {"timeframes": ["1m"], "target_multiple": 1.0, "min_vote": 0.1, "max_cost_share": 10.0}}
        """

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "Tick to order over the processes, beside the same chain in Python")
        var strata: [[ChainMoments]] = []
        var python: [[ChainMoments]] = []
        let plan = try SetupLoader.plan(options.plan)
        for round in 0..<options.pairs {
            if round.isMultiple(of: 2) { strata.append(try playStrata(options, plan)) }
            python.append(try playPython(options.python))
            if !round.isMultiple(of: 2) { strata.append(try playStrata(options, plan)) }
        }
        report(strata, python, &section)
        if !plan.text.isEmpty { section.notes.append("Strata shares processes: \(plan.text).") }
        return section
    }

    /// The processes in a free run, each in this program, which records the frames that it passes on.
    private static func playStrata(
        _ options: BenchOptions, _ plan: ProcessPlan
    ) throws(HostError) -> [ChainMoments] {
        let folder = try ScratchFolder(in: Child.programFolder)
        try StandIns.link(in: folder.path)
        let config = "\(folder.path)/strata.json"
        try folder.write(configuration, to: "strata.json")
        try folder.write("", to: StandIns.recordMark)
        // The first minutes of the sample end at 15:36 of a day.
        let end = Timestamp(milliseconds: 1_746_373_020_000 + Int64(minutes) * 60_000)
        var words = ["--speed", "\(speed)", "--to", "\(end)", "--config", config]
        words += ["--log-level", "WARNING"]
        if !options.plan.isEmpty { words += ["--plan", options.plan] }
        try Pipeline.play(.klines, programs: folder.path, words) { _, _ in }
        return try RecordedChains(in: folder.path, plan).chains
    }

    private static func playPython(_ python: String) throws(HostError) -> [ChainMoments] {
        let folder = try ScratchFolder()
        let words = [
            "Sources/strata-bench/Peers/chain.py", folder.path, "samples/klines", "\(speed)", "\(minutes)",
        ]
        let child = try Child(python, words, reading: .out)
        let text = String(decoding: child.readAll(), as: UTF8.self)
        guard child.wait() else {
            throw .failed(
                "\(python) \(words[0]) failed; it needs pyzmq, msgpack, NumPy and TA-Lib (--python)")
        }
        return text.split(separator: "\n").compactMap { line in
            ChainMoments(line.split(separator: " ").compactMap { Int64($0) })
        }
    }

    // MARK: - Report

    private static func report(
        _ strata: [[ChainMoments]], _ python: [[ChainMoments]], _ section: inout Section
    ) {
        for (name, rounds) in [("Strata", strata), ("Python", python)] {
            for (what, share) in [("p50", 0.5), ("p99", 0.99)] {
                let values = rounds.map { percentile(share, $0, \.tickToOrder) }
                section.add("\(name), tick to order \(what)", Figures.median(values), "µs")
            }
            let durable = rounds.map { percentile(0.5, $0, \.tickToDurable) }
            section.add("\(name), tick to durable order p50", Figures.median(durable), "µs")
            for (index, hop) in ChainMoments.hops.enumerated() {
                let values = rounds.flatMap { $0 }.map { $0.hop(index) }.sorted()
                section.add("\(name), \(hop), p50", Figures.percentile(0.5, ofSorted: values), "µs")
            }
        }
        for (what, share) in [("p50", 0.5), ("p99", 0.99)] {
            let ratios = zip(strata, python).map {
                percentile(share, $0, \.tickToOrder) / percentile(share, $1, \.tickToOrder)
            }
            section.add("Strata / Python, tick to order \(what)", Figures.median(ratios), "×", .atMost(1))
            section.notes.append("\(what) by pair: " + ratios.map(Figures.text).joined(separator: " ") + ".")
        }
        section.notes += [
            "Entry orders per round: Strata \(counts(strata)); Python \(counts(python)).",
            "Strata: feed-handler, l2-tactic, l1-operational, risk-manager, executor; L3, L4 beside them.",
            "Python: feed, engine, risk, executor. \(minutes) minutes of three pairs, one each 5 ms.",
        ]
    }

    private static func counts(_ rounds: [[ChainMoments]]) -> String {
        rounds.map { "\($0.count)" }.joined(separator: " ")
    }

    private static func percentile(
        _ share: Double, _ chains: [ChainMoments], _ value: (ChainMoments) -> Double
    ) -> Double { Figures.percentile(share, ofSorted: chains.map(value).sorted()) }
}
