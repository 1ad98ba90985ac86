import ExchangeSimulator
import Files
import Market
import Sealing
import Stages

/// An account as a person gives it: KEY:SECRET:USDT, or the name of a PEM file for the secret.
struct AccountOption {
    let terms: AccountTerms

    init(_ text: String) throws(HostError) {
        let expected = "expected KEY:SECRET:USDT, or the name of a PEM file for SECRET"
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, let key = parts.first, let amount = parts.last, !key.isEmpty else {
            throw .usage("--account has \(parts.count) \(parts.count == 1 ? "part" : "parts"); \(expected)")
        }
        guard let money = try? Money(String(amount)), money >= .zero, money <= Self.most else {
            throw .usage(
                "--account gives \(ForeignText.quoted(String(amount))) USDT; expected 0 to \(Self.most)")
        }
        let secret = parts[1..<(parts.count - 1)].joined(separator: ":")
        let key64 = key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard key64 else { throw .usage("--account has a key with other characters than a header takes") }
        terms = AccountTerms(key: String(key), money: money, verifier: try Self.verifier(secret))
    }

    /// So much that all that it buys can be kept count of.
    private static let most = Money(100_000_000)

    private static func verifier(_ secret: String) throws(HostError) -> RequestVerifier {
        guard FileBytes.exists(secret) else { return try verifier(text: secret, isFile: false) }
        return try verifier(text: String(decoding: try FileBytes.read(secret), as: UTF8.self), isFile: true)
    }

    private static func verifier(text: String, isFile: Bool) throws(HostError) -> RequestVerifier {
        let known: VerifyingKey
        do throws(SigningKeyError) {
            if text.hasPrefix("-----BEGIN PUBLIC KEY-----") {
                known = .ed25519(try Ed25519Verifier(pem: text))
            } else if isFile, !text.hasPrefix("-----BEGIN ") {
                throw .unreadable
            } else {
                known = try SigningKey(text).verifier()
            }
        } catch {
            throw .usage("--account: \(error)")
        }
        var opens = false
        if case .ed25519 = known { opens = true }
        return RequestVerifier(opensSessions: opens) { payload, signature in
            known.verifies(signature.utf8, ofQuery: payload, body: EmptyCollection())
        }
    }
}
