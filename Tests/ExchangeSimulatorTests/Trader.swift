import Exchanges
import Foundation
import Market

@testable import ExchangeSimulator

/// An account of the tests: its signature is a number that each text has.
struct Trader {
    let key: String

    static let one = Trader(key: "one")
    static let two = Trader(key: "two")

    static func sign(_ text: some Sequence<UInt8>) -> String {
        "\(text.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })"
    }

    func terms(_ money: Int = 100_000) -> AccountTerms {
        AccountTerms(
            key: key, money: Money(money),
            verifier: RequestVerifier(opensSessions: key == "one") { Trader.sign($0) == $1 })
    }
}

extension Bench {
    /// A request as a client signs it; the answer and its body as a value.
    mutating func send(
        _ method: HTTPMethod, _ path: String, _ query: String = "", _ trader: Trader = .one
    ) -> (status: Int, body: Any) {
        let time = simulator.time(at: moment).milliseconds
        let text = query + (query.isEmpty ? "" : "&") + "timestamp=\(time)"
        guard let answer = ask("\(path)?\(text)&signature=\(Trader.sign(text.utf8))", method, key: trader.key) else {
            return (0, "nothing")
        }
        let body = try? JSONSerialization.jsonObject(with: Data(answer.response.body), options: .fragmentsAllowed)
        return (answer.status, body ?? String(decoding: answer.response.body, as: UTF8.self))
    }

    /// The same, where an object comes.
    mutating func trade(
        _ method: HTTPMethod, _ path: String, _ query: String = "", _ trader: Trader = .one
    ) -> [String: Any] {
        send(method, path, query, trader).body as? [String: Any] ?? [:]
    }

    /// The same, where a list comes.
    mutating func tradeList(
        _ method: HTTPMethod, _ path: String, _ query: String = "", _ trader: Trader = .one
    ) -> [[String: Any]] {
        send(method, path, query, trader).body as? [[String: Any]] ?? []
    }

    /// What an account has of an asset on spot: free and locked.
    mutating func has(_ asset: String, _ trader: Trader = .one) -> (free: Int64, locked: Int64) {
        let rows = trade(.get, "/api/v3/account", "", trader)["balances"] as? [[String: Any]] ?? []
        let row = rows.first { $0["asset"] as? String == asset } ?? [:]
        return (raw(row["free"]), raw(row["locked"]))
    }

    /// The best bid and ask of a pair on spot.
    mutating func quote(_ path: String = "/api/v3") -> (bid: Price, ask: Price) {
        let row = object("\(path)/ticker/bookTicker?symbol=BTCUSDT")
        return (Price(raw: raw(row["bidPrice"])), Price(raw: raw(row["askPrice"])))
    }
}
