import Exchanges
import Market

/// How many orders an account placed in the windows of its market, each of which begins with the clock.
struct OrderMeter: Sendable {
    private struct Window: Sendable {
        let rule: ExchangeLimits.Rule
        let span: TimeSpan
        var begun = Timestamp.zero
        var count: Int64 = 0

        mutating func turn(_ time: Timestamp) {
            let start = time.floor(to: span)
            if start != begun { (begun, count) = (start, 0) }
        }
    }

    private var windows: [Window]

    init(_ limits: ExchangeLimits) {
        windows = limits.rules.filter { $0.type == "ORDERS" }.map { rule in
            Window(rule: rule, span: Self.span(rule))
        }
    }

    private static func span(_ rule: ExchangeLimits.Rule) -> TimeSpan {
        switch rule.interval {
        case "SECOND": .seconds(rule.count)
        case "MINUTE": .minutes(rule.count)
        default: .days(rule.count)
        }
    }

    /// Counts orders; answers why they are refused, with the seconds to wait.
    ///
    /// - Parameter requests: what windows of a minute count instead; `nil` for the same.
    mutating func count(
        _ orders: Int64, requests: Int64? = nil, at time: Timestamp
    ) -> (error: ExchangeError, wait: Int64)? {
        for place in windows.indices { windows[place].turn(time) }
        if let full = windows.first(where: { $0.count + orders > $0.rule.limit }) {
            let interval =
                full.rule.count == 1 ? "1 \(full.rule.interval)" : "\(full.rule.count) \(full.rule.interval)"
            let wait = (full.begun + full.span - time).nanoseconds
            return (
                .tooManyOrders(full.rule.limit, per: interval), max(1, (wait + 999_999_999) / 1_000_000_000)
            )
        }
        for place in windows.indices {
            let isMinute = windows[place].rule.interval == "MINUTE"
            windows[place].count += isMinute ? requests ?? orders : orders
        }
        return nil
    }

    /// Takes some back: on spot an order that was filled is none that is unfilled.
    mutating func forgive(_ orders: Int64, at time: Timestamp) {
        for place in windows.indices {
            windows[place].turn(time)
            windows[place].count = max(0, windows[place].count - orders)
        }
    }

    /// Uses up what is left of all windows but a day's, after which nothing would come for long.
    mutating func exhaust(at time: Timestamp) {
        for place in windows.indices where windows[place].rule.interval != "DAY" {
            windows[place].turn(time)
            windows[place].count = windows[place].rule.limit
        }
    }

    /// The headers that tell it.
    var headers: [HTTPHeader] {
        windows.map {
            HTTPHeader("X-MBX-ORDER-COUNT-\($0.rule.count)\($0.rule.interval.prefix(1))", "\($0.count)")
        }
    }

    /// The answer of `rateLimit/order`.
    mutating func answer(at time: Timestamp) -> [UInt8] {
        for place in windows.indices { windows[place].turn(time) }
        var json = JSONText()
        json.array { json in
            for window in windows {
                json.object {
                    $0.text("rateLimitType", window.rule.type)
                    $0.text("interval", window.rule.interval)
                    $0.integer("intervalNum", window.rule.count)
                    $0.integer("limit", window.rule.limit)
                    $0.integer("count", window.count)
                }
            }
        }
        return json.bytes
    }
}
