import Delivery
import Market
import Stages

/// Whose time a live run has.
public enum ClockChoice: Sendable, Hashable {
    /// The machine's.
    case wall
    /// That of an exchange's simulator on this machine, which has so many seconds to one of the machine's;
    /// 0 where it stands until it is told to go on.
    case venue(speed: Double)

    /// What a simulator may be told to go at, at most: a day in nine seconds.
    public static let highestSpeed = 10_000.0

    /// Reads it as it stands in STRATA_CLOCK: empty, or as in "venue:60".
    public init(_ text: String) throws(HostError) {
        guard !text.isEmpty else {
            self = .wall
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "venue", let speed = Double(parts[1]), speed >= 0,
            speed <= Self.highestSpeed
        else {
            throw .configuration(
                "STRATA_CLOCK is \(ForeignText.quoted(text)); expected nothing, or as in venue:60")
        }
        self = .venue(speed: speed)
    }

    /// As it stands in STRATA_CLOCK.
    public var text: String {
        switch self {
        case .wall: ""
        case .venue(let speed): "venue:\(speed)"
        }
    }

    /// The pace of the processes of the run.
    package var pace: Pace {
        switch self {
        case .wall: .standard
        case .venue(let speed): Pace(marketSpeed: speed)
        }
    }
}
