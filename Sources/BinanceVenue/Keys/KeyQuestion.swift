import Exchanges
import Market

/// Asks an exchange what a key may do, without sockets and without the key: for its time first, then by a
/// signed request (`RequestCore`). It asks once; what came of it stands in `outcome`.
public struct KeyQuestion: RequestCore {
    /// Why nothing is known of a key.
    public enum Failure: Error, Sendable, Hashable {
        /// The exchange does not take the key: its words.
        case refused(String)
        /// There is no such question there.
        case unserved
        /// It did not come to an answer that can be used, and why.
        case unanswered(String)
    }

    private static let timeRequest = ExchangeRequestID(1)
    private static let keyRequest = ExchangeRequestID(2)
    private static let patienceMilliseconds = 5000
    /// What the exchange takes at most, milliseconds: a simulator's clock may be fast.
    private static let receiveWindow = 60_000

    private let market: MarketKind
    private let rest: String
    private let keys: String
    private let json: JSONReader
    private let reader: OrderReader
    private var isAsleep = true
    private var commands: [ClientCommand] = []
    /// What came of it; `nil` until then.
    public private(set) var outcome: Result<KeyPermissions, Failure>?

    /// - Throws: `BinanceVenueError` where there is no memory for the reader.
    /// - Returns: `nil` where nothing there tells of keys.
    public init?(_ market: MarketKind, at addresses: BinanceVenueAddresses) throws(BinanceVenueError) {
        guard let keys = addresses.keys else { return nil }
        guard let json = JSONReader() else { throw .noMemory }
        (self.market, rest, self.keys, self.json) = (market, addresses.rest, keys, json)
        reader = OrderReader(json, NameTable([]))
    }

    /// What the shell is to do, oldest first, once.
    public mutating func takeCommands() -> [ClientCommand] {
        defer { commands.removeAll() }
        return commands
    }

    /// When to call `wake` at the latest.
    public var wakesAt: Int64 { isAsleep ? 0 : .max }

    /// Time has come.
    public mutating func wake(at moment: Moment) {
        guard isAsleep else { return }
        isAsleep = false
        ask(Self.timeRequest, HTTPRequest(.get, market == .um ? "/fapi/v1/time" : "/api/v3/time"), rest)
    }

    /// A request was answered.
    public mutating func answered(_ request: ExchangeRequestID, _ response: HTTPResponse, at moment: Moment) {
        guard outcome == nil else { return }
        guard response.status == 200 else {
            let refusal = reader.refusal(response)
            let failure: Failure =
                refusal.isOfKey ? .refused("\(refusal)")
                : request == Self.keyRequest && response.status == 404 ? .unserved : .unanswered("\(refusal)")
            outcome = .failure(failure)
            return
        }
        do throws(FeedProblem) {
            guard request == Self.timeRequest else {
                outcome = .success(try KeyPermissions(response.body, json))
                return
            }
            let time = try reader.time(response.body).milliseconds
            var question = HTTPRequest(
                .get,
                "/sapi/v1/account/apiRestrictions?recvWindow=\(Self.receiveWindow)&timestamp=\(time)")
            question.security = .signed
            ask(Self.keyRequest, question, keys)
        } catch {
            outcome = .failure(.unanswered("the answer can't be used: \(error)"))
        }
    }

    /// A request got no answer.
    public mutating func failed(_ request: ExchangeRequestID, _ end: ConnectionEnd, at moment: Moment) {
        if outcome == nil { outcome = .failure(.unanswered("\(end)")) }
    }

    private mutating func ask(_ id: ExchangeRequestID, _ request: HTTPRequest, _ base: String) {
        commands.append(.request(id, request, base: base, timeoutMilliseconds: Self.patienceMilliseconds))
    }
}

extension KeyQuestion.Failure: CustomStringConvertible {
    /// For a person.
    public var description: String {
        switch self {
        case .refused(let words): "the exchange does not take the key: \(words)"
        case .unserved: "nothing tells there what a key may do"
        case .unanswered(let why): "what the key may do is not known: \(why)"
        }
    }
}
