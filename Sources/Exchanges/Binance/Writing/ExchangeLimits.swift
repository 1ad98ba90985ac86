import Market

/// What the exchange lets an address and an account do: weight a minute, orders, requests.
public struct ExchangeLimits: Sendable, Hashable {
    /// A limit as `exchangeInfo` tells it.
    public struct Rule: Sendable, Hashable {
        /// What is limited, and over how many of which stretch of time.
        public let type: String
        public let interval: String
        public let count: Int64
        /// How much of it.
        public let limit: Int64

        public init(_ type: String, _ interval: String, _ count: Int64, limit: Int64) {
            (self.type, self.interval, self.count, self.limit) = (type, interval, count, limit)
        }
    }

    /// All of them, in the exchange's order.
    public var rules: [Rule]

    public init(_ rules: [Rule]) { self.rules = rules }

    /// Weight that an address may use a minute.
    public var weight: Int64 { rules.first { $0.type == "REQUEST_WEIGHT" }?.limit ?? .max }

    /// What the exchange's production has.
    public static func standard(_ market: MarketKind) -> ExchangeLimits {
        switch market {
        case .spot:
            ExchangeLimits([
                Rule("REQUEST_WEIGHT", "MINUTE", 1, limit: 6000), Rule("ORDERS", "SECOND", 10, limit: 100),
                Rule("ORDERS", "DAY", 1, limit: 200_000), Rule("RAW_REQUESTS", "MINUTE", 5, limit: 300_000),
            ])
        case .um:
            ExchangeLimits([
                Rule("REQUEST_WEIGHT", "MINUTE", 1, limit: 2400), Rule("ORDERS", "MINUTE", 1, limit: 1200),
                Rule("ORDERS", "SECOND", 10, limit: 300),
            ])
        }
    }

    /// The same with so many orders in ten seconds, and no bound on those of longer stretches.
    public func orders(_ limit: Int64) -> ExchangeLimits {
        ExchangeLimits(
            rules.map { rule in
                guard rule.type == "ORDERS" else { return rule }
                let isShort = rule.interval == "SECOND"
                return Rule(rule.type, rule.interval, rule.count, limit: isShort ? limit : 1_000_000_000)
            })
    }

    func write(into json: inout JSONText) {
        json.array("rateLimits") { json in
            for rule in rules { json.object { Self.members(of: rule, &$0) } }
        }
    }

    /// What the minute has cost of its weight.
    func write(used: Int64, into json: inout JSONText) {
        json.array("rateLimits") { json in
            for rule in rules where rule.type == "REQUEST_WEIGHT" {
                json.object {
                    Self.members(of: rule, &$0)
                    $0.integer("count", used)
                }
            }
        }
    }

    private static func members(of rule: Rule, _ json: inout JSONText) {
        json.text("rateLimitType", rule.type)
        json.text("interval", rule.interval)
        json.integer("intervalNum", rule.count)
        json.integer("limit", rule.limit)
    }
}
