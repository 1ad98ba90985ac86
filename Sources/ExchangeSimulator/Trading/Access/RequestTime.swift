import Exchanges
import Market

/// When a signed request says it was sent, and how long it is good for; microseconds.
struct RequestTime: Sendable {
    /// The longest that a request may be good for.
    private static let longest: Int64 = 60_000_000

    let sent: Int64
    let window: Int64

    init(_ parameters: Parameters) throws(ExchangeError) {
        guard let time = try parameters.whole("timestamp") else { throw .missing("timestamp") }
        // No millisecond has so many digits before the year 5138.
        let isMicroseconds = parameters.market == .spot && time >= 100_000_000_000_000
        guard time < 9_000_000_000_000_000 else { throw .illegal("timestamp", "^[0-9]{1,20}$") }
        sent = isMicroseconds ? time : time < 9_000_000_000_000 ? time * 1000 : .max
        window = try Self.window(parameters)
    }

    private static func window(_ parameters: Parameters) throws(ExchangeError) -> Int64 {
        guard parameters.market == .spot else {
            let milliseconds = try parameters.whole("recvWindow") ?? 5000
            guard milliseconds <= longest / 1000 else { throw .windowTooLong }
            return milliseconds * 1000
        }
        guard let span: Price = try parameters.decimal("recvWindow") else { return 5_000_000 }
        guard span.raw <= longest * 100_000 else { throw .windowTooLong }
        return span.raw / 100_000
    }

    /// Why it is refused at a moment of the exchange's clock; `nil` where it is good.
    func refusal(at stamp: Timestamp) -> ExchangeError? {
        let now = stamp.nanoseconds / 1000
        if sent >= now + 1_000_000 { return .aheadOfServer }
        return now - sent <= window ? nil : .outsideWindow
    }
}
