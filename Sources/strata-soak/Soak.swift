import Hosting
import Simulation
import Stages

/// The command line of the simulation.
enum Soak {
    static let usage = """
        strata-soak plays the whole system under seeds, with all that can go wrong, and looks at it
        from outside.

          --seeds A..B     the seeds to play (1..100); "A.." goes on until stopped
          --days N         simulated days under each seed (1)
          --minutes N      minutes instead of days
          --faults F       how often things go wrong: 1 as in the tests, 0 never, 3 three times as often
          --bug NAME       plant a mistake: \(PlantedBug.allCases.map(\.rawValue).joined(separator: ", "))
          --venue NAME     paper (as it is), or limited: one that takes plain orders alone, so that stops
                           and targets are kept between it and the executor; or binance: the executor
                           alone, on an account at the exchange's simulator, with each kind of trouble
                           under each seed
          --fault NAME     of binance one kind of trouble: \(troubles[..<9].joined(separator: ", ")),
                           \(troubles[9..<16].joined(separator: ", ")),
                           \(troubles[16...].joined(separator: ", ")); its mistakes to plant:
                           \(accountBugs[..<5].joined(separator: ", ")),
                           \(accountBugs[5...].joined(separator: ", "))
          --market NAME    of binance: um or spot
          --feed           the live feed instead, with the levels behind it, against the exchange's
                           simulator, with each kind of fault under each seed; its mistakes to plant:
                           \(feedBugs[..<split].joined(separator: ", ")),
                           \(feedBugs[split...].joined(separator: ", "))
          --trace TEXT     print every line of what is said, asked and answered that holds TEXT

        Each seed at which an invariant breaks is printed with the command that repeats it; the exit code
        is 1 then.

        """

    private static let troubles = AccountTrouble.allCases.map(\.rawValue)
    private static let accountBugs = PlantedAccountBug.allCases.map(\.rawValue)
    private static let split = 6
    private static let feedBugs =
        PlantedFeedBug.allCases.map(\.rawValue) + PlantedTradingBug.allCases.map(\.rawValue)

    static func run(_ words: [String]) -> Int32 {
        do throws(HostError) {
            if words.contains("--help") || words.contains("-h") {
                print(usage, terminator: "")
                return 0
            }
            if words.contains("--version") {
                print(StrataVersion.text(of: "strata-soak"))
                return 0
            }
            return try SoakOptions(words).play()
        } catch {
            print(error.description)
            return error.exitCode
        }
    }
}
