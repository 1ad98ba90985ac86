import Exchanges
import Market
import Messages
import Stages

/// Asks the exchange what the key of a mode may do; nothing else is done by it.
public enum KeyExamination {
    /// What came of it.
    public enum Outcome: Sendable, Hashable {
        case permissions(KeyPermissions)
        /// The place tells nothing of keys, and has no money: Binance's testnet, or a simulator.
        case untold
    }

    /// How long after no answer the executor asks again, ns.
    private static let repetition: Int64 = 5_000_000_000

    /// Asks once.
    ///
    /// - Throws: `HostError.configuration` where the key is missing or not taken, and where what it may do
    ///   does not become known though real money is there.
    public static func ask(
        _ mode: TradingMode, at place: FeedChoice.Place, _ market: MarketKind
    ) throws(HostError) -> Outcome {
        let asker = KeyAsker(try AccountKey.find(mode), at: place, market)
        switch try asker.ask() {
        case .success(let permissions)?: return .permissions(permissions)
        case .failure(.unserved)? where mode != .live: return .untold
        case .failure(let failure)?: throw .configuration("\(failure)")
        case nil where asker.addresses.keys == nil: return .untold
        case nil: throw .failed("stopped by a signal, before the exchange told of the key")
        }
    }

    /// Ends the start where the key may do too much or too little; what a person should know of it is told.
    /// No answer is no reason to end a run: it asks until one comes.
    ///
    /// - Parameter tell: hears each of them.
    /// - Returns: false where it was asked to stop.
    static func check(_ asker: KeyAsker, tell: (String) -> Void) throws(HostError) -> Bool {
        guard asker.addresses.keys != nil else { return true }
        while true {
            switch try asker.ask() {
            case nil: return false
            case .success(let permissions)?:
                let refusals = permissions.refusals(on: asker.market)
                guard refusals.isEmpty else { throw .configuration(refusals.joined(separator: "; ")) }
                permissions.warnings.forEach(tell)
                return true
            case .failure(.unanswered(let why))?:
                tell("what the key may do is not known yet, and nothing is traded: \(why)")
                guard try asker.rest(repetition) else { return false }
            case .failure(let failure)?: throw .configuration("\(failure)")
            }
        }
    }
}
