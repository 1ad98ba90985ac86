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
        case .futures(let action):
            return accountAnswer(content, target, request(action, target), .um, .millisecond, at: moment)
        case .spot(let action):
            let unit = Self.unit(content.header("X-MBX-TIME-UNIT"), .spot)
            let request = request(action, target, unit ?? .millisecond)
            return accountAnswer(content, target, request, .spot, unit, at: moment)
        case .sapi(let action):
            // Keys are no market's: where spot is not served, futures' exchange tells of them.
            let market: MarketKind = venue(.spot) == nil ? .um : .spot
            return accountAnswer(content, target, request(action), market, .millisecond, at: moment)
        case .market(let route, let market):
            let needsKey = route == .historicalTrades && market == .um
            guard let unit = Self.unit(content.header("X-MBX-TIME-UNIT"), market) else {
                return RestAnswer.refusal(RestAnswer.invalidUnit)
            }
            return counted(route, target, market, unit, at: moment) { answers in
                guard !needsKey || content.header("X-MBX-APIKEY") != nil else {
                    return .failure(RestAnswer.needsAccount(nil))
                }
                return Result { () throws(ExchangeError) in try answers.body(route) }
            }
        }
    }

    /// Answers a request of an account.
    private mutating func accountAnswer(
        _ content: HTTPRequest, _ target: Target, _ request: AccountRequest, _ market: MarketKind,
        _ unit: TimeUnit?, at moment: Moment
    ) -> HTTPResponse {
        guard let place = venue(market) else { return RestAnswer.unknown(.get, target.path, market) }
        guard unit != nil else { return RestAnswer.refusal(RestAnswer.invalidUnit) }
        let asker = Asker(
            key: content.header("X-MBX-APIKEY"),
            payload: { SignedText.of(target: content.target, body: content.body) },
            others: { SignedText.others(target: content.target, body: content.body) })
        let now = clock.time(at: moment.monotonic)
        return RestAnswer.response(outcome(of: request, target, asker, at: place, now), market)
    }

    /// In what moments are told to whoever asks like this; `nil` where that is no unit. Futures know one.
    static func unit(_ asked: String?, _ market: MarketKind) -> TimeUnit? {
        guard market == .spot, let asked else { return .millisecond }
        return TimeUnit(asked)
    }

    private mutating func counted(
        _ route: MarketRoute, _ target: Target, _ market: MarketKind, _ unit: TimeUnit, at moment: Moment,
        _ body: (MarketAnswers) -> Result<[UInt8], ExchangeError>
    ) -> HTTPResponse {
        guard let place = venue(market) else { return RestAnswer.unknown(.get, target.path, market) }
        let now = clock.time(at: moment.monotonic)
        return RestAnswer.response(
            outcome(of: route, target, unit, at: place, isSocket: false, now, body), market)
    }

    /// Counts what a request costs, and answers it where that may be.
    mutating func outcome(
        of route: MarketRoute, _ target: Target, _ unit: TimeUnit, at place: Int, isSocket: Bool,
        _ now: Timestamp, _ body: (MarketAnswers) -> Result<[UInt8], ExchangeError>
    ) -> Outcome {
        let market = venues[place].kind
        let meter = meter(place, isSocket: isSocket)
        let parameters = Parameters(target, market)
        let refused = meters[meter].count(route.weight(parameters, market), at: now)
        let used = meters[meter].used
        if let refused { return Outcome(body: .failure(refused.error), used: used, wait: refused.wait) }
        if let fault = faults.take(.status, at: target.path, life: lastLife) {
            return Outcome(body: .failure(RestAnswer.broken(fault.status)))
        }
        let answers = MarketAnswers(
            symbols: venues[place].symbols, parameters: parameters, limits: limits(market), now: now,
            stamp: stamp(now), unit: unit)
        return Outcome(body: body(answers), used: used)
    }
}
