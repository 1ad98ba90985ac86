import Configuration
import ExchangeSimulator
import Exchanges
import Hosting
import Market
import Network
import Stages
import Storage

/// What the exchange's simulator is told.
struct SimulatorOptions {
    let terms: SimulatorTerms
    let server: ServerOptions
    private let kinds: [MarketKind]
    private let settings: Settings
    private let arguments: Arguments
    private let data: String
    private let seed: UInt64?

    init(_ words: [String]) throws(HostError) {
        arguments = try Arguments(
            words,
            options: [
                "market", "data", "from", "to", "synthetic", "listen", "speed", "clock", "routes", "tls",
                "symbols", "safe-list", "instruments", "order-limit", "isolated", "permissions",
            ], several: ["account"], flags: ["countdown-algos"])
        var environment = try ProcessEnvironment()
        if let path = arguments["safe-list"] { environment.safeList = path }
        if let path = arguments["instruments"] { environment.instruments = path }
        if let symbols = arguments["symbols"] {
            guard symbols.contains(where: { $0 != "," && $0 != " " }) else {
                throw .usage("--symbols names no pair; expected some as in BTC/USDT,ETH/USDT")
            }
            environment.symbols = symbols
        }
        settings = try SetupLoader.load(environment).settings
        data = arguments["data"] ?? environment.data
        kinds = try Self.kinds(arguments["market"] ?? settings.market.configurationName)
        seed = try Self.seed(arguments["synthetic"])
        terms = try Self.terms(arguments, seed)
        server = try Self.server(arguments)
        guard seed == nil || arguments["data"] == nil else {
            throw .usage("--synthetic makes a market up, and --data reads one: give one of them")
        }
    }

    private static func terms(_ arguments: Arguments, _ seed: UInt64?) throws(HostError) -> SimulatorTerms {
        let clock = try choice(arguments["clock"], "clock", SimulatorTerms.Clock.recorded)
        let speed = try arguments.number("speed") ?? 1
        guard speed <= ClockChoice.highestSpeed else {
            throw .usage("--speed is \(speed); expected \(Int(ClockChoice.highestSpeed)) at most")
        }
        guard clock == .recorded || speed == 1 else {
            throw .usage(
                "--clock now goes at the present's pace: leave --speed out, or let the clock be recorded")
        }
        var terms = SimulatorTerms(
            clock: clock, speed: speed, routes: try choice(arguments["routes"], "routes", .strict),
            seed: seed ?? 1)
        if let limit = try arguments.whole("order-limit", from: 1) {
            terms.spotLimits = terms.spotLimits.orders(Int64(limit))
            terms.futuresLimits = terms.futuresLimits.orders(Int64(limit))
        }
        terms.countdownTakesAlgos = arguments.has("countdown-algos")
        return terms
    }

    /// The markets with their data, from its beginning.
    func markets() throws(HostError) -> [SimulatorMarket] {
        var markets: [SimulatorMarket] = []
        for kind in kinds { markets.append(try market(kind)) }
        return markets
    }

    /// Who may trade.
    func accounts() throws(HostError) -> [AccountTerms] {
        var accounts: [AccountTerms] = []
        let leverage = try arguments.whole("isolated", from: 1)
        guard leverage ?? 1 <= 125 else {
            throw .usage("--isolated is \(leverage ?? 0); expected a leverage of 1 to 125")
        }
        for text in arguments.lists["account"] ?? [] {
            var account = try AccountOption(text).terms
            account.isolatedLeverage = leverage.map { Int64($0) }
            if let may = arguments["permissions"] { account.permissions = try KeyPermissions(option: may) }
            guard !accounts.contains(where: { $0.key == account.key }) else {
                throw .usage("--account names the key \(ForeignText.quoted(account.key)) twice")
            }
            accounts.append(account)
        }
        return accounts
    }

    /// The one line that says where it can be reached.
    func ready(port: Int) -> String {
        let (http, ws) = server.certificates == nil ? ("http", "ws") : ("https", "wss")
        let place = "\(server.host.contains(":") ? "[\(server.host)]" : server.host):\(port)"
        let names = kinds.map(\.configurationName).joined(separator: " and ")
        let pairs = settings.instruments.count
        return "exchange-sim: \(names), \(pairs) \(pairs == 1 ? "pair" : "pairs"), at \(http)://\(place) "
            + "and \(ws)://\(place)"
    }

    private func market(_ kind: MarketKind) throws(HostError) -> SimulatorMarket {
        var own = settings
        own.instruments = InstrumentTable(
            settings.instruments.instruments.map { instrument in
                var instrument = instrument
                instrument.market = kind
                return instrument
            })
        let listed = own.instruments.instruments.map { ListedSymbol($0) }
        guard let seed else {
            let (from, to) = (arguments["from"] ?? "", arguments["to"] ?? "")
            // Looked at before it is served: what can't be used is refused by name.
            let survey = try DataSurvey(data, own, from: from, to: to, keeping: true)
            let source = try survey.source(data, own, from: from, to: to)
            return SimulatorMarket(kind, listed, feed: RecordedFeed(source))
        }
        let pairs = own.instruments.instruments.map { (instrument: $0, price: Self.price($0)) }
        return SimulatorMarket(kind, listed, feed: SyntheticFeed(pairs, seed: seed, from: Self.begin))
    }

    /// 2025-05-08 00:00 UTC: where a made-up market begins, if it isn't moved to the present.
    private static let begin = Timestamp(milliseconds: 1_746_662_400_000)

    /// About what it costs; what is not known, ten.
    private static func price(_ instrument: Instrument) -> Price {
        let known = ["BTC": 100_000, "ETH": 3_000, "BNB": 600, "SOL": 150, "LTC": 90, "AVAX": 20]
        return Price(known[instrument.base] ?? 10)
    }

    private static func kinds(_ text: String) throws(HostError) -> [MarketKind] {
        switch text {
        case "spot": [.spot]
        case "um": [.um]
        case "both": [.spot, .um]
        default: throw .usage("--market is \(ForeignText.quoted(text)); expected spot, um or both")
        }
    }

    private static func seed(_ text: String?) throws(HostError) -> UInt64? {
        guard let text else { return nil }
        guard let seed = UInt64(text) else {
            throw .usage("--synthetic is \(ForeignText.quoted(text)); expected a whole number")
        }
        return seed
    }

    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String?, _ name: String, _ standard: Choice
    ) throws(HostError) -> Choice {
        guard let text else { return standard }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: " or ")
            throw .usage("--\(name) is \(ForeignText.quoted(text)); expected \(known)")
        }
        return choice
    }

    private static func server(_ arguments: Arguments) throws(HostError) -> ServerOptions {
        let text = arguments["listen"] ?? "127.0.0.1:8180"
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon > text.startIndex
        else {
            throw .usage(
                "--listen is \(ForeignText.quoted(text)); expected a host and a port, as in 127.0.0.1:8180")
        }
        var host = String(text[..<colon])
        if host.first == "[", host.last == "]" { host = String(host.dropFirst().dropLast()) }
        var server = ServerOptions(host: host, port: port)
        server.certificates = arguments["tls"]
        return server
    }
}
