import Exchanges
import Market

/// Requests of accounts, whichever way they came.
extension ExchangeSimulator {
    /// How somebody asks: what shows who it is, what the signature is to be on, and how the answer is told.
    struct Asker {
        var key: String?
        /// The account where a session says it.
        var account: Int?
        var isSocket = false
        var payload: () -> [UInt8]
        /// What else the same request may have looked like.
        var others: () -> [[UInt8]] = { [] }
    }

    /// What a request comes to: its weight, and what it does once it is known who asks.
    struct AccountRequest {
        var weight: Int64
        var isFreeWhenDone = false
        var orders: Int64 = 0
        /// What futures' minute counts instead.
        var requests: Int64?
        var security = Security.signed
        var perform: (inout ExchangeSimulator, Parameters, Int, Timestamp) -> Result<[UInt8], ExchangeError>
    }

    /// Counts a request, finds who asks, does what is asked, and answers it.
    mutating func outcome(
        of request: AccountRequest, _ target: Target, _ asker: Asker, at venue: Int, _ now: Timestamp
    ) -> Outcome {
        let market = venues[venue].kind
        let meter = meter(venue, isSocket: asker.isSocket)
        let refused = meters[meter].count(request.weight, at: now)
        if let refused {
            return Outcome(body: .failure(refused.error), used: meters[meter].used, wait: refused.wait)
        }
        if let fault = faults.take(.status, at: target.path, life: lastLife) {
            return Outcome(body: .failure(RestAnswer.broken(fault.status)))
        }
        let parameters = Parameters(target, market)
        let account: Int
        do throws(ExchangeError) {
            account = try self.account(of: asker, request.security, parameters, at: now)
        } catch {
            return Outcome(body: .failure(error), used: meters[meter].used)
        }
        if request.orders > 0,
            let refused = accounts[account][market].count(request.orders, requests: request.requests, at: now)
        {
            return Outcome(
                body: .failure(refused.error), used: meters[meter].used, wait: refused.wait,
                headers: accounts[account][market].headers)
        }
        let body = request.perform(&self, parameters, account, now)
        if case .success = body, request.isFreeWhenDone { meters[meter].give(back: request.weight) }
        let headers = request.orders > 0 ? accounts[account][market].headers : []
        if let fault = faults.take(.statusAfter, at: target.path, life: lastLife) {
            return Outcome(body: .failure(RestAnswer.broken(fault.status)))
        }
        return Outcome(body: body, used: meters[meter].used, headers: headers)
    }

    /// A request of spot.
    func request(_ action: SpotAction, _ target: Target, _ unit: TimeUnit) -> AccountRequest {
        AccountRequest(
            weight: action.weight(Parameters(target, .spot)), isFreeWhenDone: action.isFreeWhenDone,
            orders: action.orders
        ) { simulator, parameters, account, now in
            Result { () throws(ExchangeError) in
                guard let venue = simulator.venue(.spot) else { throw .noSuchOrder }
                let call = AccountCall(
                    parameters: parameters, account: account, venue: venue, time: now, unit: unit)
                return try simulator.spot(action, call)
            }
        }
    }

    /// A request of futures.
    func request(_ action: FuturesAction, _ target: Target) -> AccountRequest {
        AccountRequest(
            weight: action.weight(Parameters(target, .um)), orders: action.orders,
            requests: action.orders == 0 ? nil : 1,
            security: action.security
        ) { simulator, parameters, account, now in
            Result { () throws(ExchangeError) in
                guard let venue = simulator.venue(.um) else { throw .noSuchOrder }
                let call = AccountCall(
                    parameters: parameters, account: account, venue: venue, time: now, unit: .millisecond)
                return try simulator.futures(action, call)
            }
        }
    }

    /// A request beside the market.
    func request(_ action: SapiAction) -> AccountRequest {
        AccountRequest(weight: 1) { simulator, parameters, account, now in
            Result { () throws(ExchangeError) in
                guard let venue = simulator.venue(.spot) ?? simulator.venue(.um) else { throw .noSuchOrder }
                let call = AccountCall(
                    parameters: parameters, account: account, venue: venue, time: now, unit: .millisecond)
                return try simulator.sapi(action, call)
            }
        }
    }
}
