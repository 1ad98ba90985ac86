import Exchanges
import Market

/// Who asks.
extension ExchangeSimulator {
    /// The account of a key.
    func account(ofKey key: String?) throws(ExchangeError) -> Int {
        guard let key else { throw .keyFormat }
        if let place = accounts.firstIndex(where: { $0.terms.key == key }) { return place }
        throw RestAnswer.needsAccount(key)
    }

    /// The account that asks, where all is as it must be.
    func account(
        of asker: Asker, _ security: Security, _ parameters: Parameters, at now: Timestamp
    ) throws(ExchangeError) -> Int {
        // A session that is logged on needs no more, and may be another's by a key of its own.
        if let place = asker.account, asker.key == nil { return place }
        guard security != .none else { return -1 }
        let place = try account(ofKey: asker.key)
        guard security == .signed else { return place }
        let time = try RequestTime(parameters)
        let signature = try parameters.mandatory("signature")
        if let refusal = time.refusal(at: stamp(now)) { throw refusal }
        let verifier = accounts[place].terms.verifier
        guard
            verifier.knows(asker.payload(), signature)
                || asker.others().contains(where: { verifier.knows($0, signature) })
        else { throw .signature }
        return place
    }
}
