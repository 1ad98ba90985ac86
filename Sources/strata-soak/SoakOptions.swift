import Glibc
import Hosting
import Market
import Simulation
import Stages

/// What is played.
struct SoakOptions {
    private let first: UInt64
    private let last: UInt64
    private let minutes: Int
    private let faults: Double
    private let bug: PlantedBug?
    private let feedBug: PlantedFeedBug?
    private let tradingBug: PlantedTradingBug?
    private let isVenueLimited: Bool
    private let traced: String?
    private let isFeed: Bool
    private let account: AccountSoak?

    init(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words,
            options: ["seeds", "days", "minutes", "faults", "bug", "venue", "trace", "fault", "market"],
            flags: ["feed"])
        (first, last) = try Self.range(arguments["seeds"] ?? "1..100")
        let days = try arguments.number("days") ?? 1
        minutes = Int(try arguments.number("minutes") ?? days * 1440)
        let text = arguments["faults"] ?? "1"
        guard let factor = Double(text), factor >= 0, factor <= 100 else {
            throw .usage("--faults is \(ForeignText.quoted(text)); expected a number from 0 to 100")
        }
        faults = factor
        traced = arguments["trace"]
        isFeed = arguments.has("feed")
        let venue = arguments["venue"] ?? "paper"
        isVenueLimited = venue == "limited"
        guard isVenueLimited || venue == "paper" || venue == "binance" else {
            throw .usage("--venue is \(ForeignText.quoted(venue)); expected paper, limited or binance")
        }
        let name = arguments["bug"]
        account = venue == "binance" ? try Self.account(arguments, first, last) : nil
        bug = isFeed ? nil : name.flatMap(PlantedBug.init(rawValue:))
        feedBug = isFeed ? name.flatMap(PlantedFeedBug.init(rawValue:)) : nil
        tradingBug = isFeed ? name.flatMap(PlantedTradingBug.init(rawValue:)) : nil
        if let name, bug == nil, feedBug == nil, tradingBug == nil, account == nil {
            throw .usage("--bug is \(ForeignText.quoted(name)); strata-soak --help lists them")
        }
    }

    private static func account(
        _ arguments: Arguments, _ first: UInt64, _ last: UInt64
    ) throws(HostError) -> AccountSoak {
        func named<Choice: RawRepresentable<String>>(
            _ option: String, _ list: [Choice]
        ) throws(HostError) -> Choice? {
            guard let text = arguments[option] else { return nil }
            guard let choice = Choice(rawValue: text) else {
                let words = list.map(\.rawValue).joined(separator: ", ")
                throw .usage("--\(option) is \(ForeignText.quoted(text)); expected \(words)")
            }
            return choice
        }
        let market = arguments["market"] ?? "um"
        guard market == "um" || market == "spot" else {
            throw .usage("--market is \(ForeignText.quoted(market)); expected um or spot")
        }
        return AccountSoak(
            first: first, last: last, market: market == "um" ? .um : .spot,
            trouble: try named("fault", AccountTrouble.allCases),
            bug: try named("bug", PlantedAccountBug.allCases), traced: arguments["trace"])
    }

    private static func range(_ text: String) throws(HostError) -> (UInt64, UInt64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let first = parts.first.flatMap { UInt64($0) }
        let last = parts.count == 1 ? first : parts.last == "" ? .max : parts.last.flatMap { UInt64($0) }
        guard let first, let last, first <= last, parts.count == 1 || parts.count == 3 else {
            throw .usage("--seeds is \(ForeignText.quoted(text)); expected one like 1..100, 7 or 1..")
        }
        return (first, last)
    }

    /// Plays all seeds; answers the exit code.
    func play() -> Int32 {
        if let account { return account.play() }
        if isFeed {
            return FeedSoak(first: first, last: last, feedBug: feedBug, tradingBug: tradingBug).play()
        }
        var counts = SimulationCounts()
        var failed = 0
        var seed = first
        while true {
            let result = Simulation(options(seed)).run()
            counts = counts + result.counts
            if let failure = result.failure {
                failed += 1
                print(failure)
                fflush(nil)
            }
            if seed % 100 == 0 || seed == last {
                print("up to seed \(seed), \(failed) failed: \(counts.text)")
                fflush(nil)
            }
            if seed == last { return failed == 0 ? 0 : 1 }
            seed += 1
        }
    }

    private func options(_ seed: UInt64) -> SimulationOptions {
        var options = SimulationOptions(
            seed: seed, minutes: minutes, faults: faults, bug: bug, isVenueLimited: isVenueLimited)
        guard let traced else { return options }
        options.trace = { line in if line.contains(traced) { print(line) } }
        return options
    }
}
