import Configuration
import Market
import Messages

/// A journal, told apart by signal.
public struct StoryBook: Sendable {
    /// The journal that is told.
    package let journal: Journal
    /// The run's instruments where all pairs of the journal are known, else those pairs with nothing but
    /// names.
    package let instruments: InstrumentTable
    /// In the order in which they are first heard of.
    private(set) var stories: [Story] = []
    /// All trades, with those that are open.
    package private(set) var trades: [RoundTrip] = []
    /// Who had halted trading where the journal ends; `nil` where nobody had.
    package private(set) var halt: HaltWord?
    private var places: [String: Int] = [:]
    private var byID: [Int: Int] = [:]

    /// - Parameter known: the instruments of the run, where they are known: on spot their lots tell dust
    ///   from positions.
    public init(_ journal: Journal, known: InstrumentTable = InstrumentTable([])) {
        self.journal = journal
        instruments = journal.table(known)
        var book = RoundTripBook(instruments)
        for (place, entry) in journal.entries.enumerated() {
            if entry.id != 0 { byID[entry.id] = place }
            guard let message = message(entry) else {
                if let id = entry["signal_id"] { add(entry, to: id) { _ in } }
                continue
            }
            book.add(message, at: Timestamp(nanoseconds: Int64(entry.time)))
            HaltWord.take(message, into: &halt)
            add(message, entry)
        }
        trades = book.closed + instruments.symbols.compactMap { book.open($0) }
        for trade in trades { add(trade) }
    }

    /// The lines that an entry names as its causes.
    package func causes(of entry: JournalEntry) -> [JournalEntry] {
        entry.causes.compactMap { byID[$0].map { journal.entries[$0] } }
    }

    /// A line as a message; `nil` where this build can't read it.
    package func message(_ entry: JournalEntry) -> Message? {
        var topic = entry.topic
        let kind = topic.withUTF8 {
            TopicCatalogue.kind(ofTopic: UnsafeRawBufferPointer($0), instruments)
        }
        guard let kind else { return nil }
        return try? JournalFields.message(kind, entry.data, instruments)
    }

    // MARK: - Gathering

    private mutating func add(_ message: Message, _ entry: JournalEntry) {
        switch message {
        case .signal(let value):
            add(entry, to: "\(value.signalID)") { $0.signal = Heard(entry: entry, value: value) }
        case .executionPlan(let value):
            add(entry, to: "\(value.signalID)") { $0.plan = Heard(entry: entry, value: value) }
        case .order(let value):
            add(entry, value.clientOrderID) { $0.orders.append(Heard(entry: entry, value: value)) }
        case .orderState(let value):
            add(entry, value.clientOrderID) { $0.states.append(Heard(entry: entry, value: value)) }
        case .fill(let value):
            add(entry, value.clientOrderID) { $0.fills.append(Heard(entry: entry, value: value)) }
        case .report(let value):
            add(entry, to: "\(value.signalID)") { $0.report = Heard(entry: entry, value: value) }
        case .reasoning(let value):
            add(entry, to: "\(value.signalID)") { $0.reasonings.append(Heard(entry: entry, value: value)) }
        case .riskDecision(let value):
            add(entry, to: "\(value.signalID)") { $0.decision = Heard(entry: entry, value: value) }
        case .alert(let value), .riskAlert(let value):
            guard !value.signalID.isEmpty else { return }
            add(entry, to: "\(value.signalID)") { $0.alerts.append(Heard(entry: entry, value: value)) }
        default: if let id = entry["signal_id"] { add(entry, to: id) { _ in } }
        }
    }

    private mutating func add(
        _ entry: JournalEntry, _ order: ClientOrderID, _ change: (inout Story) -> Void
    ) { add(entry, to: "\(order.signal)", change) }

    private mutating func add(_ entry: JournalEntry, to id: String, _ change: (inout Story) -> Void) {
        let place = places[id] ?? stories.count
        if place == stories.count {
            stories.append(Story(id))
            places[id] = place
        }
        change(&stories[place])
        stories[place].entries.append(entry)
    }

    private mutating func add(_ trade: RoundTrip) {
        for signal in trade.entries {
            if let place = places["\(signal)"] { stories[place].opened = trade }
        }
        for signal in trade.exits {
            if let place = places["\(signal)"] { stories[place].closing = trade }
        }
    }

    // MARK: - Finding

    /// The story of an order: by its signal's id, with its run or without, by an order's name
    /// "st-<signal>-<leg>" or an execution's "x-<signal>"; `nil` where the journal has none.
    func story(of order: String) -> Story? {
        Self.signalIDs(order).lazy.compactMap { places[$0] }.first.map { stories[$0] }
    }

    /// What an order's signal may be called in a journal, which leaves out the run in our own ids.
    private static func signalIDs(_ order: String) -> [String] {
        var signals = [order]
        if order.hasPrefix("st-"), let dash = order.lastIndex(of: "-") {
            let start = order.index(order.startIndex, offsetBy: 3)
            if start < dash { signals.append(String(order[start..<dash])) }
        }
        if order.hasPrefix("x-") { signals.append(String(order.dropFirst(2))) }
        return signals + signals.compactMap(withoutRun)
    }

    private static func withoutRun(_ signal: String) -> String? {
        guard signal.hasPrefix("r"), let end = signal.firstIndex(of: "-"),
            signal[signal.index(after: signal.startIndex)..<end].allSatisfy(\.isNumber)
        else { return nil }
        return String(signal[signal.index(after: end)...])
    }

    /// Up to three ids that are spelled much like one that isn't there.
    package func near(_ order: String) -> [String] {
        let wanted = Self.signalIDs(order).last ?? order
        let rated = stories.map {
            (id: $0.id, distance: Spelling.distance(wanted.lowercased(), $0.id.lowercased()))
        }
        let close = rated.filter { rated in
            rated.distance <= max(2, wanted.count / 4) || !wanted.isEmpty && rated.id.contains(wanted)
        }
        return close.sorted { $0.distance < $1.distance }.prefix(3).map(\.id)
    }
}
