import Exchanges
import Market
import Testing

@testable import BinanceVenue

@Suite struct KeyQuestionTests {
    private let moment = Moment(monotonic: 1, wall: .zero)

    private func question(_ market: MarketKind = .um) throws -> KeyQuestion {
        try #require(try KeyQuestion(market, at: .mainnet(market)))
    }

    private func body(_ text: String, _ status: Int = 200) -> HTTPResponse { HTTPResponse(status: status, body: Array(text.utf8)) }

    /// Lets it ask, tells it the time, and answers.
    private func outcome(_ response: HTTPResponse) throws -> Result<KeyPermissions, KeyQuestion.Failure>? {
        var question = try question()
        question.wake(at: moment)
        question.answered(ExchangeRequestID(1), body(#"{"serverTime":1700000000000}"#), at: moment)
        question.answered(ExchangeRequestID(2), response, at: moment)
        return question.outcome
    }

    @Test(arguments: [MarketKind.um, .spot])
    func `it asks its market for the time, and the exchange's own address for the key, signed`(market: MarketKind) throws {
        var question = try question(market)
        #expect(question.wakesAt == 0 && question.takeCommands().isEmpty)
        question.wake(at: moment)
        question.wake(at: moment)
        let (time, rest) = market == .um ? ("/fapi/v1/time", "https://fapi.binance.com") : ("/api/v3/time", "https://api.binance.com")
        #expect(question.takeCommands() == [.request(ExchangeRequestID(1), HTTPRequest(.get, time), base: rest, timeoutMilliseconds: 5000)])
        question.answered(ExchangeRequestID(1), body(#"{"serverTime":1700000000000}"#), at: moment)
        var wanted = HTTPRequest(.get, "/sapi/v1/account/apiRestrictions?recvWindow=60000&timestamp=1700000000000")
        wanted.security = .signed
        #expect(question.takeCommands() == [.request(ExchangeRequestID(2), wanted, base: BinanceSite.keys, timeoutMilliseconds: 5000)])
        #expect(question.outcome == nil && question.wakesAt == .max)
        question.answered(ExchangeRequestID(2), body(#"{"enableWithdrawals":true}"#), at: moment)
        #expect(try question.outcome?.get().withdraws == true)
        question.failed(ExchangeRequestID(2), .timedOut, at: moment)
        #expect(try question.outcome?.get().withdraws == true)
    }

    @Test func `whatever else comes is no permission`() throws {
        #expect(try outcome(body(#"{"code":-2015,"msg":"Invalid API-key"}"#, 401)) == .failure(.refused("status 401 -2015 Invalid API-key")))
        #expect(try outcome(body("gone", 404)) == .failure(.unserved))
        for (text, status) in [("<html>", 200), ("", 200), ("{}", 500), (#"{"code":-1003,"msg":"much"}"#, 429), ("[", 200)] {
            guard case .failure(.unanswered) = try outcome(body(text, status)) else {
                Issue.record("\(text) \(status) was taken")
                continue
            }
        }
        var question = try question()
        question.wake(at: moment)
        question.failed(ExchangeRequestID(1), .timedOut, at: moment)
        #expect(question.outcome == .failure(.unanswered("no answer in time")))
        #expect("\(KeyQuestion.Failure.unanswered("why"))" == "what the key may do is not known: why")
    }

    @Test func `a testnet is not asked`() throws {
        for market in [MarketKind.um, .spot] { #expect(try KeyQuestion(market, at: .testnet(market)) == nil) }
    }
}
