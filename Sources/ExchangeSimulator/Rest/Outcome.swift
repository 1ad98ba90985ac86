import Exchanges

/// What came of a request, whichever way it came.
struct Outcome: Sendable {
    let body: Result<[UInt8], ExchangeError>
    /// What the minute has cost; `nil` where the exchange itself is broken.
    var used: Int64?
    /// The seconds to wait, for whoever asked too much.
    var wait: Int64?
    /// What else the answer's head tells: the orders that were counted.
    var headers: [HTTPHeader] = []
}
