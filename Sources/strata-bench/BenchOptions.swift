import Hosting

/// How much is measured.
struct BenchOptions {
    let pairs: Int
    let count: Int
    let events: Int
    let asJSON: Bool

    init(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["pairs", "count", "events"], flags: ["json"])
        pairs = max(1, Int(try arguments.number("pairs") ?? 7))
        count = max(1000, Int(try arguments.number("count") ?? 4000))
        events = max(1000, Int(try arguments.number("events") ?? 1_000_000))
        asJSON = arguments.has("json")
    }
}
