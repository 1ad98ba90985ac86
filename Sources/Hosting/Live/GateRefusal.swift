import Configuration
import Market
import Stages

/// Why orders of a mode may not go where they are to go: one thing of several that may hold at once.
public enum GateRefusal: Sendable, Hashable {
    /// LIVE is closed in this build, until something has come to be.
    case closed(until: String)
    /// Orders would be of another market than the data.
    case recordedMarket(String)
    /// Real money is traded at the exchange itself, and this is its place for trials.
    case testNetwork
    /// This is none of Binance's addresses.
    case foreignHost(String)
    /// It is one of Binance's, of the other market.
    case otherMarket(String, MarketKind)
    /// No real money is traded in this mode, and this is, or looks like, the exchange itself.
    case exchangeItself(String)
    /// There is no key, or none that can be read.
    case noKey(String)
    /// No simulated days were played on this machine, or what says so can't be read.
    case noProof(String)
    /// They were played by another build.
    case otherBuild(proved: UInt64, own: UInt64)
    /// They were too few.
    case tooFewDays(Int)
    /// Nobody confirmed it; what to say, where that is known.
    case unconfirmed(String?)
    /// Something else was said than what confirms it.
    case otherWords(String)

    /// Its name, which stays.
    public var name: String {
        switch self {
        case .closed: "live_closed"
        case .recordedMarket: "recorded_market"
        case .testNetwork: "test_network"
        case .foreignHost: "foreign_host"
        case .otherMarket: "other_market"
        case .exchangeItself: "exchange_itself"
        case .noKey: "no_key"
        case .noProof: "no_proof"
        case .otherBuild: "proof_of_other_build"
        case .tooFewDays: "too_few_days"
        case .unconfirmed: "unconfirmed"
        case .otherWords: "other_words"
        }
    }

    /// Whether it is of where keys would be sent.
    public var isOfPlace: Bool {
        switch self {
        case .recordedMarket, .testNetwork, .foreignHost, .otherMarket, .exchangeItself: true
        default: false
        }
    }

    /// What is wrong, and what to do.
    public var text: String {
        let prove = "strata doctor --prove"
        return switch self {
        case .closed(let until):
            "LIVE is refused in this build until \(until): --mode testnet places the same orders where no "
                + "money is, and --mode paper none"
        case .recordedMarket(let mode):
            "mode \(mode) trades where its market is, and the data is recorded: add --feed binance"
        case .testNetwork:
            "LIVE trades at the exchange itself: leave its testnets out (--network, --base-url)"
        case .foreignHost(let base):
            "\(ForeignText.shown(base)) is none of Binance's addresses, and keys to real money go to no "
                + "other: leave --base-url out"
        case .otherMarket(let base, let market):
            "\(ForeignText.shown(base)) is not where accounts of the market \(market.configurationName) are: "
                + "leave --base-url out, or look at \"market\" in strata.json"
        case .exchangeItself(let base):
            "\(ForeignText.shown(base)) is the exchange itself, or has its name, and is no testnet of it: "
                + "give --network testnet, or --base-url URL of a simulator"
        case .noKey(let why): why
        case .noProof(let why):
            "\(why): \(prove) plays \(DayProof.leastDays) simulated days on this build, and keeps a mark of "
                + "it"
        case .otherBuild(let proved, let own):
            "the simulated days were played by build \(DayProof.text(of: proved)), and this is "
                + "\(DayProof.text(of: own)): \(prove) plays them on this one"
        case .tooFewDays(let count):
            "only \(count) simulated days were played on this build, of \(DayProof.leastDays): \(prove) "
                + "plays them"
        case .unconfirmed(let words?): "nobody has confirmed it: --confirm-live \"\(words)\" does"
        case .unconfirmed(nil):
            "nobody has confirmed it: the words for --confirm-live name the account, and are told once its "
                + "key is there"
        case .otherWords(let words): "what was said is not what confirms it: \(words)"
        }
    }
}

extension GateRefusal: CustomStringConvertible {
    /// Name and text in a line.
    public var description: String { "\(name): \(text)" }
}
