import Configuration
import Market

/// What a simulation plays.
public struct SimulationOptions: Sendable {
    /// Whatever happens follows from it.
    public let seed: UInt64
    /// Minutes of the market; the last twenty are calm, so that all comes to its end.
    public let minutes: Int
    public let faults: FaultPlan
    /// How much more often than in the tests things go wrong.
    public let factor: Double
    /// A mistake built in on purpose; `nil` for the system as it is.
    public let bug: PlantedBug?
    /// Whether the venue takes plain orders alone, so that stops and targets are kept between it and the
    /// executor.
    public let isVenueLimited: Bool
    /// Takes a line of all that is said, asked and answered; `nil` where nobody reads them.
    public var trace: (@Sendable (String) -> Void)?
    /// The system's settings.
    public var settings: Settings { Self.shared }

    /// A day under a seed.
    public init(
        seed: UInt64, minutes: Int = 1440, faults factor: Double = 1, bug: PlantedBug? = nil,
        isVenueLimited: Bool = false
    ) {
        self.isVenueLimited = isVenueLimited || bug?.needsLimitedVenue == true
        self.seed = seed
        self.minutes = minutes
        self.factor = factor
        faults = factor == 0 ? .none : FaultPlan().scaled(by: factor)
        self.bug = bug
    }

    /// The command that plays the same.
    public var command: String {
        "strata-soak --seeds \(seed)..\(seed) --minutes \(minutes)"
            + (factor == 1 ? "" : " --faults \(factor)")
            + (bug.map { " --bug \($0.rawValue)" } ?? "")
            + (isVenueLimited && bug?.needsLimitedVenue != true ? " --venue limited" : "")
    }

    /// Two pairs, short periods (so that a day holds many decisions), and limits that leave room for orders
    /// large enough to be filled in parts.
    private static let shared: Settings = {
        var settings = Settings.standard
        settings.limits.maxTotalExposure = 0.30
        settings.limits.minConfidence = 0.30
        settings.tactic.timeframes = [.m5]
        settings.tactic.minVote = 0.10
        settings.strategy.timeframe = .m5
        settings.strategy.volatilityPeriod = 10
        settings.strategy.volatilityHistory = 20
        return settings
    }()
}
