import Configuration
import Exchanges
import Market
import Messages
import Stages

/// Whether orders of a mode may go where they are to go. A value: everything that decides it is told, and
/// whatever stands against it is listed, not the first alone.
public struct TradingGate: Sendable, Hashable {
    /// Why LIVE is closed in this build; `nil` opens it. The only place that says so.
    public static let closedUntil: String? = "orders' emergency rules have landed"

    /// The account that would be traded.
    public enum Account: Sendable, Hashable {
        /// A name of it that tells nothing of its key.
        case found(String)
        /// There is none, and why.
        case missing(String)
    }

    /// Who says that real money may be traded.
    public enum Confirmation: Sendable, Hashable {
        /// Nobody did, and there is nobody to ask.
        case nobody
        /// There is a terminal at which somebody can be asked.
        case terminal
        /// What was typed or named.
        case words(String)
        /// It is looked at alone, and nothing is started.
        case notNeeded
    }

    /// What comes of it.
    public enum Verdict: Sendable, Hashable {
        case allowed
        /// Only this is left to be said at the terminal.
        case asks(String)
        case refused([GateRefusal])
    }

    /// What is asked for: mode, place of market and account, and whose account.
    public var mode: TradingMode
    public var feed: FeedChoice
    public var market: MarketKind
    public var account: Account
    /// What was proved on this machine, and of which build.
    public var proof: ProofFile.Found
    public var build: UInt64
    public var confirmation: Confirmation

    public init(
        _ mode: TradingMode, _ feed: FeedChoice, _ market: MarketKind, _ account: Account,
        proof: ProofFile.Found, build: UInt64, _ confirmation: Confirmation
    ) {
        (self.mode, self.feed, self.market, self.account) = (mode, feed, market, account)
        (self.proof, self.build, self.confirmation) = (proof, build, confirmation)
    }

    /// The words that confirm LIVE: they name market and account, so that they fit no other.
    public static func words(_ market: MarketKind, _ account: String) -> String {
        "real money on \(market.configurationName) with account \(account.prefix(8))"
    }

    /// What comes of it.
    public func verdict(closedUntil: String? = TradingGate.closedUntil) -> Verdict {
        guard mode.tradesAccount else { return .allowed }
        let refusals = refusals(closedUntil)
        guard refusals.isEmpty else { return .refused(refusals) }
        guard mode == .live, confirmation == .terminal, case .found(let label) = account else {
            return .allowed
        }
        return .asks(Self.words(market, label))
    }

    private func refusals(_ closedUntil: String?) -> [GateRefusal] {
        var list: [GateRefusal] = []
        if mode == .live, let closedUntil { list.append(.closed(until: closedUntil)) }
        list += refusalsOfPlace
        if case .missing(let why) = account { list.append(.noKey(why)) }
        guard mode == .live else { return list }
        switch proof {
        case .nothing(let why): list.append(.noProof(why))
        case .proof(let proof):
            if proof.build != build { list.append(.otherBuild(proved: proof.build, own: build)) }
            if proof.days < DayProof.leastDays { list.append(.tooFewDays(proof.days)) }
        }
        return list + refusalsOfConfirmation
    }

    private var refusalsOfPlace: [GateRefusal] {
        guard case .binance(let place) = feed else { return [.recordedMarket(mode.name)] }
        switch (mode == .live, place) {
        case (true, .mainnet), (false, .testnet): return []
        case (true, .testnet): return [.testNetwork]
        case (false, .mainnet): return [.exchangeItself(place.accountAddresses(of: market).rest)]
        case (_, .other(let base)):
            let network: BinanceSite.Network = mode == .live ? .mainnet : .testnet
            guard network.sendsKeys(to: base.text) else {
                guard mode == .live else { return [.exchangeItself(base.text)] }
                return [BinanceOrigin(base.text) == .testnet ? .testNetwork : .foreignHost(base.text)]
            }
            guard let site = BinanceSite.serving(base.text), site.market != market else { return [] }
            return [.otherMarket(base.text, market)]
        }
    }

    private var refusalsOfConfirmation: [GateRefusal] {
        var words: String?
        if case .found(let label) = account { words = Self.words(market, label) }
        switch confirmation {
        case .terminal, .notNeeded: return []
        case .nobody: return [.unconfirmed(words)]
        case .words(let said):
            guard let words else { return [.unconfirmed(nil)] }
            return said == words ? [] : [.otherWords(words)]
        }
    }
}
