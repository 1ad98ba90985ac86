import Market
import Stages

/// What tests let go wrong where frames come in: some are lost, some come twice, some late. The same for a
/// seed, on every machine.
///
/// Text, as in STRATA_FAULTS: "drop=0.02,double=0.02,delay=0.01,seed=7"; the first three are shares of all
/// frames. A frame that is late comes after 1 to `longestDelay` others.
public struct FrameFaults: Sendable {
    /// What becomes of a frame.
    enum Fate: Equatable, Sendable {
        case once
        case never
        case twice
        /// After so many others.
        case later(Int)
    }

    /// The most others that a late frame lets go before it.
    static let longestDelay = 8

    private let drop: Double
    private let double: Double
    private let delay: Double
    private var numbers: SplitMix64

    /// Reads the text; `nil` where it is empty. `salt` makes each process's faults its own.
    public init?(_ text: String, salt: String = "") throws(HostError) {
        guard !text.isEmpty else { return nil }
        var shares = ["drop": 0.0, "double": 0.0, "delay": 0.0]
        var seed: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2, pair[0] == "seed", let number = UInt64(pair[1]) {
                seed = number
            } else if pair.count == 2, shares[pair[0]] != nil, let share = Double(pair[1]), share >= 0 {
                shares[pair[0]] = share
            } else {
                throw Self.refusal(text, ForeignText.quoted(String(part)))
            }
        }
        (drop, double, delay) = (shares["drop"] ?? 0, shares["double"] ?? 0, shares["delay"] ?? 0)
        guard drop + double + delay <= 1 else {
            throw Self.refusal(text, "shares that add up to more than 1")
        }
        numbers = SplitMix64(
            seed: salt.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    private static func refusal(_ text: String, _ what: String) -> HostError {
        .configuration(
            "STRATA_FAULTS is \"\(text)\", with \(what); expected shares from 0 to 1 and a seed, as in "
                + "drop=0.02,double=0.02,delay=0.01,seed=7")
    }

    /// The fate of the next frame.
    mutating func fate() -> Fate {
        let draw = numbers.fraction()
        if draw < drop { return .never }
        if draw < drop + double { return .twice }
        guard draw < drop + double + delay else { return .once }
        return .later(1 + Int(numbers.next() % UInt64(Self.longestDelay)))
    }
}
