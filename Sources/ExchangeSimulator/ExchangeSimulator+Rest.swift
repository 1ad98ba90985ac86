import Exchanges
import Market

extension ExchangeSimulator {
    /// Answers a request, for which the market is at its time.
    mutating func answer(_ content: HTTPRequest, _ target: Target, at moment: Moment) -> HTTPResponse {
        let route = RestRoute(content.method, target.path, markets: venues.map(\.kind))
        switch route {
        case .stub(let body): return RestAnswer.json(Array(body.utf8))
        case .gone:
            let message = "This operation is not supported."
            return RestAnswer.refusal(ExchangeError(-1020, message, status: 410))
        case .unknown(let market): return RestAnswer.unknown(content.method, target.path, market)
        case .account:
            return counted(.ping, target, target.path.hasPrefix("/fapi/") ? .um : .spot, at: moment) { _ in
                .failure(RestAnswer.needsAccount(content.header("X-MBX-APIKEY")))
            }
        case .market(let route, let market):
            let needsKey = route == .leverageBracket || route == .historicalTrades && market == .um
            return counted(route, target, market, at: moment) { answers in
                guard !needsKey || content.header("X-MBX-APIKEY") != nil else {
                    return .failure(RestAnswer.needsAccount(nil))
                }
                return Result { () throws(ExchangeError) in try answers.body(route) }
            }
        }
    }

    /// Counts what a request costs, and answers it where that may be.
    private mutating func counted(
        _ route: MarketRoute, _ target: Target, _ market: MarketKind, at moment: Moment,
        _ body: (MarketAnswers) -> Result<[UInt8], ExchangeError>
    ) -> HTTPResponse {
        guard let place = venue(market) else { return RestAnswer.unknown(.get, target.path, market) }
        let now = clock.time(at: moment.monotonic)
        let parameters = Parameters(target, market)
        let refused = meters[place].count(route.weight(parameters, market), at: now)
        let headers = RestAnswer.headers(meters[place].used, market)
        if let refused {
            return RestAnswer.refusal(refused.error, headers + [HTTPHeader("Retry-After", "\(refused.wait)")])
        }
        if let fault = faults.take(.status, at: target.path, life: lastLife) {
            return RestAnswer.broken(fault.status)
        }
        let answers = MarketAnswers(
            symbols: venues[place].symbols, parameters: parameters, limits: limits(market), now: now,
            stamp: stamp(now))
        switch body(answers) {
        case .success(let body): return RestAnswer.json(body, headers)
        case .failure(let error): return RestAnswer.refusal(error, headers)
        }
    }
}
