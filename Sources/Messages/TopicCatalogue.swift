import Market

/// How a topic is delivered.
public enum Delivery: String, Sendable, Hashable {
    /// Only the newest counts: gaps are counted, nothing is fetched again.
    case newestWins
    /// Each frame counts: a gap is fetched again from the publisher, doubles are dropped.
    case everyOne
    /// A gap makes the whole worthless: a fresh snapshot is asked for.
    case rebuild
    /// Request or answer, over REQ/REP.
    case request
    /// Stays inside one process.
    case local
}

/// One row of the catalogue of topics.
public struct TopicEntry: Sendable {
    /// What is said.
    public let kind: MessageKind
    /// The first part of the topic; empty for tickers, whose topic is the pair alone.
    public let prefix: StaticString
    public let delivery: Delivery
    /// Who says it; `outside` where anyone may ask.
    public let publisher: ProcessRank
    /// Who hears it.
    public let listeners: [ProcessRank]
    /// What else is done with it.
    public var uses: TopicUses = []
    /// The topic of a request of this kind, where it is another one than what is published under.
    public var request: StaticString?
    /// Who else says it: never where a listener keeps the last word, for whose would that be.
    public var alsoBy: [ProcessRank] = []
    /// A request that moves something: whoever answers it takes it under the seal of the run's request key
    /// alone.
    public var isSealed = false
}

/// The one list of what is said, by whom, to whom, and how surely. Subscriptions, docs/protocol.md and
/// the tests are made from it.
public enum TopicCatalogue {
    private static let levels: [ProcessRank] = [.l4Meta, .l3Strategy, .l2Tactic, .l1Operational]
    private static let marketListeners: [ProcessRank] = levels + [.riskManager, .executor, .venue]

    /// The rows, in the order of the kinds.
    public static let entries: [TopicEntry] = [
        entry(.ticker, "", .newestWins, .feedHandler, [.l1Operational, .riskManager, .executor, .venue]),
        entry(.kline, "kline", .everyOne, .feedHandler, marketListeners, uses: [.shown]),
        entry(.trade, "trade", .everyOne, .feedHandler, [.l1Operational, .venue]),
        entry(.depth, "depth", .rebuild, .feedHandler, [.l1Operational, .venue]),
        entry(
            .feedHealth, "feed_health", .everyOne, .feedHandler,
            [.l2Tactic, .l1Operational, .riskManager, .executor, .venue], uses: [.remembered, .shown]),
        entry(.clock, "clock", .everyOne, .feedHandler, marketListeners, uses: [.shown]),
        entry(
            .strategyUpdate, "strategy_update", .everyOne, .l4Meta,
            [.l3Strategy, .l2Tactic, .l1Operational, .riskManager], uses: [.remembered, .journalled, .shown]),
        entry(
            .drift, "drift", .everyOne, .l4Meta,
            [.l3Strategy, .l2Tactic, .l1Operational], uses: [.remembered, .journalled, .shown]),
        entry(
            .tacticTargets, "tactic_targets", .everyOne, .l3Strategy,
            [.l4Meta, .l2Tactic, .riskManager], uses: [.remembered, .journalled, .shown]),
        entry(
            .executionPlan, "execution_plan", .everyOne, .l2Tactic,
            [.l4Meta, .l1Operational], uses: [.journalled, .shown]),
        entry(
            .signal, "signals", .everyOne, .l2Tactic,
            [.l1Operational], uses: [.journalled, .shown], request: "signal"),
        entry(.order, "orders", .everyOne, .l1Operational, [], uses: [.journalled, .shown]),
        entry(
            .report, "reports", .everyOne, .l1Operational,
            [.l4Meta, .l2Tactic], uses: [.journalled, .shown]),
        entry(
            .alert, "alerts", .everyOne, .l1Operational,
            [], alsoBy: [.executor], uses: [.journalled, .shown]),
        entry(
            .riskAlert, "risk_alert", .everyOne, .riskManager, levels + [.executor],
            uses: [.remembered, .journalled, .shown]),
        entry(.pnlUpdate, "pnl_update", .everyOne, .riskManager, levels, uses: [.remembered, .shown]),
        entry(
            .fill, "fills", .everyOne, .executor, levels + [.riskManager],
            uses: [.remembered, .journalled, .shown]),
        entry(
            .orderState, "order_state", .everyOne, .executor,
            [.l1Operational, .riskManager], uses: [.remembered, .journalled, .shown]),
        entry(
            .account, "account", .everyOne, .executor,
            [.l1Operational, .riskManager], uses: [.remembered, .journalled, .shown]),
        sealed(.riskCheck, "risk_check", .l1Operational, [.riskManager]),
        entry(.riskVerdict, "risk_verdict", .request, .riskManager, [.l1Operational]),
        sealed(.submit, "submit", .l1Operational, [.executor]),
        entry(.submitAnswer, "submit_answer", .request, .executor, [.l1Operational]),
        sealed(.cancel, "cancel", .l1Operational, [.executor]),
        entry(.orderQuery, "order", .request, .l1Operational, [.executor]),
        entry(.halt, "halt", .request, .outside, [.riskManager, .executor]),
        sealed(.resume, "resume", .outside, [.riskManager, .executor]),
        entry(.acknowledge, "acknowledge", .request, .outside, []),
        entry(.place, "place", .local, .executor, [.venue]),
        entry(.venueCancel, "venue_cancel", .local, .executor, [.venue]),
        entry(.venueQuery, "venue_query", .local, .executor, [.venue]),
        entry(.venueAnswer, "venue_answer", .local, .venue, [.executor]),
        entry(.venueEvent, "venue_event", .local, .venue, [.executor]),
        entry(.venueBooks, "venue_books", .local, .executor, [.venue]),
        entry(.venueHolding, "venue_holding", .local, .venue, [.executor]),
        entry(.heartbeat, "heartbeat", .newestWins, .outside, [], uses: [.shown]),
        entry(.progress, "progress", .newestWins, .outside, []),
        entry(.skipped, "skipped", .newestWins, .l2Tactic, [], uses: [.shown]),
        entry(.reasoning, "reasoning", .everyOne, .l2Tactic, [], uses: [.journalled, .shown]),
        entry(.riskDecision, "risk_decision", .everyOne, .riskManager, [], uses: [.journalled, .shown]),
        entry(.mark, "mark_price", .newestWins, .feedHandler, [.venue]),
    ]

    private static func entry(
        _ kind: MessageKind, _ prefix: StaticString, _ delivery: Delivery, _ publisher: ProcessRank,
        _ listeners: [ProcessRank], alsoBy others: [ProcessRank] = [], uses: TopicUses = [],
        request: StaticString? = nil
    ) -> TopicEntry {
        TopicEntry(
            kind: kind, prefix: prefix, delivery: delivery, publisher: publisher, listeners: listeners,
            uses: uses, request: request, alsoBy: others)
    }

    private static func sealed(
        _ kind: MessageKind, _ prefix: StaticString, _ publisher: ProcessRank, _ listeners: [ProcessRank]
    ) -> TopicEntry {
        TopicEntry(
            kind: kind, prefix: prefix, delivery: .request, publisher: publisher, listeners: listeners,
            isSealed: true)
    }

    /// Whether a process asks or answers under seal, and so needs the run's request key.
    public static func needsRequestKey(_ rank: ProcessRank) -> Bool {
        entries.contains { $0.isSealed && ($0.publisher == rank || $0.listeners.contains(rank)) }
    }

    /// The kinds that something is done with, as bits.
    public static func kinds(_ use: TopicUses) -> KindSet {
        KindSet(entries.filter { $0.uses.isSuperset(of: use) }.map(\.kind))
    }

    /// The kind of request that a topic announces; `nil` where nobody can be asked so.
    public static func kind(ofRequest topic: [UInt8], _ instruments: InstrumentTable) -> MessageKind? {
        topic.withUnsafeBytes { bytes in
            for (kind, name) in named where matches(bytes, name) { return kind }
            return self.kind(ofTopic: bytes, instruments)
        }
    }

    /// Requests that are not called as what is published of their kind.
    private static let named = entries.compactMap { entry in entry.request.map { (entry.kind, $0) } }

    /// The row of a kind. Rows stand in the order of the kinds (a test holds it).
    public static func entry(_ kind: MessageKind) -> TopicEntry { entries[Int(kind.rawValue)] }

    /// The published kinds that a process hears, as bits. Requests reach it by address instead.
    public static func heard(by rank: ProcessRank) -> KindSet { heard[Int(rank.rawValue)] }

    private static let heard = ProcessRank.allCases.map { rank in
        KindSet(entries.filter { $0.delivery != .request && $0.listeners.contains(rank) }.map(\.kind))
    }

    /// The topic of a message: "BTC/USDT", "kline_1m/BTC/USDT", "signals/BTC/USDT", "clock".
    public static func topic(of message: Message, _ instruments: InstrumentTable) -> String {
        let entry = entry(message.kind)
        let symbol = message.symbol
        var prefix = "\(entry.prefix)"
        if case .kline(let kline) = message { prefix += "_\(kline.interval.name)" }
        if case .account(let account) = message { return "\(prefix)/\(account.asset)" }
        switch message {
        case .heartbeat(let beat), .progress(let beat): return "\(prefix)/\(beat.process)"
        default: break
        }
        guard instruments.contains(symbol) else { return prefix }
        return prefix.isEmpty ? instruments.name(symbol) : "\(prefix)/\(instruments.name(symbol))"
    }

    /// The kind that a topic announces, or `nil` where nobody says it. A pair alone is a ticker.
    public static func kind(
        ofTopic topic: UnsafeRawBufferPointer, _ instruments: InstrumentTable
    ) -> MessageKind? {
        var end = 0
        while end < topic.count, topic[end] != UInt8(ascii: "/") { end += 1 }
        let head = UnsafeRawBufferPointer(rebasing: topic[0..<end])
        if let first = head.first {
            let (marks, mark) = (marks, mark(first, head.count))
            for kind in MessageKind.all where marks[Int(kind.rawValue)] == mark {
                if matches(head, prefixes[Int(kind.rawValue)]) { return kind }
            }
        }
        if starts(head, "kline_") { return .kline }
        return end < topic.count ? .ticker : nil
    }

    /// The entries' prefixes alone: looking through them counts no references.
    private static let prefixes = entries.map(\.prefix)

    /// Length and first byte of each prefix: nearly all that a topic isn't called is told apart by them.
    private static let marks = entries.map { entry in
        let length = entry.prefix.utf8CodeUnitCount
        return mark(length == 0 ? 0 : entry.prefix.utf8Start.pointee, length)
    }

    private static func mark(_ first: UInt8, _ length: Int) -> Int { length << 8 | Int(first) }

    private static func matches(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        bytes.count == text.utf8CodeUnitCount && starts(bytes, text)
    }

    private static func starts(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard bytes.count >= length else { return false }
        var index = 0
        while index < length {
            guard bytes[index] == text.utf8Start[index] else { return false }
            index += 1
        }
        return true
    }
}
