import Hosting
import Stages

/// How much is measured.
struct BenchOptions {
    let pairs: Int
    let count: Int
    let events: Int
    /// The samples that the core plays.
    let samples: [SampleEvents.Kind]
    /// The Python that has what Peers/chain.py needs.
    let python: String
    /// The file of a plan that the chain is played by; each stage in its own process without it.
    let plan: String
    let asJSON: Bool

    init(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: ["pairs", "count", "events", "sample", "python", "plan"], flags: ["json"])
        pairs = max(1, Int(try arguments.number("pairs") ?? 7))
        count = max(1000, Int(try arguments.number("count") ?? 4000))
        events = max(1000, Int(try arguments.number("events") ?? 1_000_000))
        if let name = arguments["sample"] {
            guard let kind = SampleEvents.Kind(rawValue: name) else {
                let known = SampleEvents.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("--sample is \"\(name)\"; expected one of \(known)")
            }
            samples = [kind]
        } else {
            samples = SampleEvents.Kind.allCases
        }
        python =
            arguments["python"] ?? ProcessEnvironment.variable("STRATA_PYTHON")
            ?? ".venv/bin/python"
        plan = arguments["plan"] ?? ""
        asJSON = arguments.has("json")
    }
}
