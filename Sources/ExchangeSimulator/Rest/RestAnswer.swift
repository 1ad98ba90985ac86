import Exchanges
import Market

/// Makes the answers of requests.
enum RestAnswer {
    /// An answer with a body of JSON.
    static func json(_ body: [UInt8], status: Int = 200, _ headers: [HTTPHeader] = []) -> HTTPResponse {
        let type = HTTPHeader("Content-Type", "application/json;charset=UTF-8")
        return HTTPResponse(status: status, headers: [type] + headers, body: body)
    }

    /// A refusal.
    static func refusal(_ error: ExchangeError, _ headers: [HTTPHeader] = []) -> HTTPResponse {
        json(error.body, status: error.status, headers)
    }

    /// The headers that tell how much weight the minute has cost.
    static func headers(_ used: Int64, _ market: MarketKind) -> [HTTPHeader] {
        let minute = HTTPHeader("X-MBX-USED-WEIGHT-1M", "\(used)")
        return market == .spot ? [HTTPHeader("X-MBX-USED-WEIGHT", "\(used)"), minute] : [minute]
    }

    /// What a path is answered with that leads nowhere.
    static func unknown(_ method: HTTPMethod, _ path: String, _ market: MarketKind) -> HTTPResponse {
        let message = "Path \(path), Method \(method.rawValue) is invalid"
        return refusal(ExchangeError(-5000, message, status: 404))
    }

    /// Why a request of a key that nobody has is refused.
    static func needsAccount(_ key: String?) -> ExchangeError {
        guard let key, key.utf8.count == 64, key.utf8.allSatisfy(isKeyLetter) else {
            return .keyFormat
        }
        return .unknownKey
    }

    /// Why a header that names a unit of time is refused.
    static var invalidUnit: ExchangeError {
        ExchangeError(-1194, "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.")
    }

    private static func isKeyLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: false
        }
    }

    /// What came of a request.
    static func response(_ outcome: Outcome, _ market: MarketKind) -> HTTPResponse {
        var headers = outcome.used.map { Self.headers($0, market) } ?? []
        headers += outcome.headers
        if let wait = outcome.wait { headers.append(HTTPHeader("Retry-After", "\(wait)")) }
        switch outcome.body {
        case .success(let body): return json(body, headers)
        case .failure(let error): return refusal(error, headers)
        }
    }

    /// What a fault answers instead.
    static func broken(_ status: Int) -> ExchangeError {
        switch status {
        case 503:
            let message = "Internal error; unable to process your request. Please try again."
            return ExchangeError(-1001, message, status: 503)
        case 504:
            let message =
                "Timeout waiting for response from backend server. Send status unknown; "
                + "execution status unknown."
            return ExchangeError(-1007, message, status: 504)
        default:
            let message = "An unknown error occurred while processing the request."
            return ExchangeError(-1000, message, status: (400...599).contains(status) ? status : 500)
        }
    }
}
