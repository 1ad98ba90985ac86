import Configuration
import Engine
import Executor
import Market
import PaperVenue
import Stages

/// Which venue the executor's process trades at.
public enum VenueChoice: Sendable, Hashable {
    case paper
    /// The paper venue behind a line that fails by a script: a stage like it.
    case scripted(VenueScript)
    /// The same outside of the engine, as an exchange is: for tests of that way alone. What it knows ends
    /// with the process.
    case outside(VenueScript)
    /// An account at Binance, where the market's data comes from, too.
    case binance

    /// Reads it as it stands in STRATA_VENUE: "paper", "binance", "scripted:SCRIPT" or "outside:SCRIPT".
    public init(_ text: String) throws(HostError) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        do {
            switch (parts.first ?? "paper", parts.count) {
            case ("paper", 0...1): self = .paper
            case ("scripted", 1...2): self = .scripted(try VenueScript(parts.count == 2 ? parts[1] : ""))
            case ("binance", 1): self = .binance
            case ("outside", 1...2): self = .outside(try VenueScript(parts.count == 2 ? parts[1] : ""))
            default: throw VenueScriptError.unknown(text)
            }
        } catch {
            throw .configuration(
                "STRATA_VENUE is \(ForeignText.quoted(text)): \(error); "
                    + "expected paper, binance, scripted:SCRIPT or outside:SCRIPT")
        }
    }

    /// What a person calls it.
    public var name: String {
        switch self {
        case .paper: "paper"
        case .scripted: "scripted"
        case .outside: "outside"
        case .binance: "binance"
        }
    }

    /// What it can do of itself; for what it can't the executor has its keeper of stops and targets.
    var abilities: VenueAbilities {
        switch self {
        case .paper: .all
        case .binance: []
        case .scripted(let script), .outside(let script): script.abilities
        }
    }

    /// How it takes a stop and a target: on spot a stop there locks what it sells.
    func layout(on market: MarketKind) -> BracketLayout {
        self == .binance && market == .spot ? .together : .apart
    }

    /// Whether it does I/O, so that its words come from outside of the engine.
    var isOutside: Bool {
        switch self {
        case .paper, .scripted: false
        case .outside, .binance: true
        }
    }

    /// Puts its stage beside the executor's, where it is one.
    func add(to host: inout InProcessHost, _ settings: Settings) {
        switch self {
        case .paper: host.add(PaperVenueStage(settings: settings), rank: .venue)
        case .scripted(let script):
            host.add(ScriptedVenueStage(settings: settings, script: script), rank: .venue)
        case .outside, .binance: break
        }
    }

    /// The port to it, where it lives outside.
    func port(_ settings: Settings) -> (any VenuePort)? {
        guard case .outside(let script) = self else { return nil }
        let stage = ScriptedVenueStage(settings: settings, script: script)
        return StagePort(stage, name: name, terms: settings.terms, abilities: abilities)
    }
}
