/// What a simulation came to.
public struct SimulationResult: Sendable {
    /// What was played: whatever happened follows from it.
    public let options: SimulationOptions
    /// The first invariant that broke, with the moment; `nil` where all held.
    public let breach: String?
    /// What happened, in figures.
    public let counts: SimulationCounts

    /// Where an invariant broke: the seed, what broke, and the command that repeats it.
    public var failure: String? { breach.map { "seed \(options.seed): \($0)\n  \(options.command)" } }
}

/// What happened in a simulation, in figures.
public struct SimulationCounts: Sendable, Hashable {
    /// Decisions and what became of them.
    public var signals = 0
    public var reports = 0
    public var approvals = 0
    public var refusals = 0
    public var entries = 0
    public var exits = 0
    /// What the venue did; of the fills those that left an order open, and those of stops.
    public var fills = 0
    public var partFills = 0
    public var funding = 0
    public var stops = 0
    /// What went wrong, and was put right.
    public var halts = 0
    public var deaths = 0
    public var newRuns = 0
    public var exactStarts = 0
    public var stalls = 0
    public var framesLost = 0
    public var diskFailures = 0
    public var repairs = 0
    public var doubles = 0
    public var unanswered = 0
    public var eventsAgain = 0
    /// What was forged and refused, and what was replayed in vain.
    public var forgeries = 0
    public var replays = 0

    /// Nothing yet.
    public init() {}

    /// Both together.
    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        for field in fields { sum[keyPath: field.path] += b[keyPath: field.path] }
        return sum
    }

    /// One line of all figures.
    public var text: String {
        Self.fields.map { "\($0.name) \(self[keyPath: $0.path])" }.joined(separator: ", ")
    }

    private static var fields: [(name: String, path: WritableKeyPath<Self, Int>)] {
        [
            ("signals", \.signals), ("reports", \.reports), ("approvals", \.approvals),
            ("refusals", \.refusals), ("entries", \.entries), ("exits", \.exits), ("fills", \.fills),
            ("part fills", \.partFills), ("funding", \.funding), ("stops", \.stops), ("halts", \.halts),
            ("deaths", \.deaths), ("new runs", \.newRuns),
            ("exact starts", \.exactStarts), ("stalls", \.stalls),
            ("frames lost", \.framesLost), ("failed commits", \.diskFailures), ("repairs", \.repairs),
            ("doubles", \.doubles), ("unanswered", \.unanswered), ("events again", \.eventsAgain),
            ("forgeries", \.forgeries), ("replays", \.replays),
        ]
    }
}
