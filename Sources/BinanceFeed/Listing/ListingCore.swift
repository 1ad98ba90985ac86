import Exchanges
import Market

/// Asks an exchange for its list of symbols, without sockets: what came goes in, requests come out
/// (`RequestCore`), and so does the list's part that a run needs.
///
///     let settings = BinanceFeedSettings(.spot, at: .mainnet(.spot), seed: 7)
///     var core = try ListingCore(["BTC/USDT"], settings)
///     // until core.listing is there: wake(at:), and takeCommands() after each call
///
/// It never gives up: what fails is tried again, later each time, and told (`takeNotices`); whoever asks
/// knows how long to wait. What only an account is told (its fees, its leverage brackets) is asked for by
/// signed requests, which join here as further wishes and rows.
public struct ListingCore: RequestCore {
    private let settings: BinanceFeedSettings
    private let pairs: [String]
    private let names: NameTable
    private let json: JSONReader
    private let clock = ServerClock()
    private var requests: Requests<RestPaths>
    private var chance: SplitMix64
    private var isAsleep = true
    private var lastMoment: Int64 = .min
    private var commands: [ClientCommand] = []
    private var notices: [String] = []
    /// What the exchange told; `nil` until then.
    public private(set) var listing: Listing?

    /// - Parameter pairs: those that are wanted, as in "BTC/USDT".
    /// - Throws: `BinanceFeedError` where there is no memory for the reader.
    public init(_ pairs: [String], _ settings: BinanceFeedSettings) throws(BinanceFeedError) {
        guard let json = JSONReader() else { throw .noMemory }
        (self.pairs, self.settings, self.json) = (pairs, settings, json)
        names = NameTable(pairs.map { pair in pair.filter { $0 != "/" } })
        requests = settings.requests(RestPaths(settings, [], order: []))
        chance = SplitMix64(seed: settings.seed ^ 0x11_57)
    }

    /// What a person may want to know of requests that failed, oldest first, once.
    public mutating func takeNotices() -> [String] {
        defer { notices.removeAll() }
        return notices
    }

    // MARK: Its shell

    /// What the shell is to do, oldest first, once.
    public mutating func takeCommands() -> [ClientCommand] {
        defer { commands.removeAll() }
        return commands
    }

    /// When to call `wake` at the latest.
    public var wakesAt: Int64 { isAsleep ? 0 : max(0, requests.wakesAt(lastMoment)) }

    /// Time has come.
    public mutating func wake(at moment: Moment) {
        if isAsleep { requests.want(.symbols) }
        isAsleep = false
        afterwards(at: moment)
    }

    /// A request was answered.
    public mutating func answered(
        _ request: ExchangeRequestID, _ response: HTTPResponse, at moment: Moment
    ) {
        guard let found = requests.finish(request, response, at: moment, clock) else { return }
        take(response, to: found, at: moment)
        afterwards(at: moment)
    }

    /// A request got no answer.
    public mutating func failed(_ request: ExchangeRequestID, _ end: ConnectionEnd, at moment: Moment) {
        guard let found = requests.finish(request, nil, at: moment, clock) else { return }
        if let wait = end.wait {
            notices.append("\(end)")
            requests.putBack(found, after: wait, at: moment, clock)
        } else {
            retry(found, "\(end)", at: moment)
        }
        afterwards(at: moment)
    }

    private mutating func take(
        _ response: HTTPResponse, to request: Requests<RestPaths>.UnderWay, at moment: Moment
    ) {
        guard response.status == 200 else {
            let why = "status \(response.status) \(RestReader(json).refusal(response.body))"
            if let seconds = requests.pause(after: response, at: moment, clock) {
                notices.append("may ask nothing for \(seconds) s (\(why))")
            }
            return retry(request, why, at: moment)
        }
        do throws(FeedProblem) {
            try take(response.body)
        } catch {
            retry(request, "the answer can't be used: \(error)", at: moment)
        }
    }

    private mutating func take(_ body: [UInt8]) throws(FeedProblem) {
        var found = Array(repeating: [String](), count: pairs.count)
        try RestReader(json).listing(body, of: names) { place, row in found[place].append(row) }
        listing = Listing(
            address: settings.addresses.rest, market: settings.market,
            unknown: zip(pairs, found).filter { $0.1.isEmpty }.map(\.0), rows: found.flatMap(\.self))
    }

    private mutating func retry(
        _ request: Requests<RestPaths>.UnderWay, _ why: String, at moment: Moment
    ) {
        notices.append("could not get the exchange's symbols: \(why)")
        requests.retry(request, at: moment, &chance)
    }

    private mutating func afterwards(at moment: Moment) {
        lastMoment = moment.monotonic
        while let (_, command) = requests.next(at: moment, clock) { commands.append(command) }
    }
}
