import Market
import Messages
import Stages

/// The day's opening and highest equity, durable, and the fall that halts trading once a day.
struct DayWatch: BitwiseCopyable, Sendable {
    /// Event time between two writings of a day record whose peak has moved: a restart may so forget up
    /// to an hour of a rise, never the opening or a halt.
    private static let storePeriod = TimeSpan.hours(1)

    private(set) var record = DayRecord()
    /// Whether the record changed since it was stored, and from when it may be stored again.
    private var isDirty = false
    private var nextStore = Timestamp.zero
    /// The day on which the drawdown halted trading: once a day.
    private var drawdownDay: Int64 = -1

    /// Takes a durable record back.
    mutating func recover(_ record: DayRecord) { self.record = record }

    /// Opens a new day at 00:00 UTC; answers whether it did.
    mutating func begin(at time: Timestamp, equity: Money) -> Bool {
        guard time.day != record.day || record.openingEquity.isZero else { return false }
        record = DayRecord(day: time.day, openingEquity: equity, peakEquity: equity)
        isDirty = true
        nextStore = time
        return true
    }

    /// Follows the day's highest equity, and stores it now and then.
    mutating func follow(_ equity: Money, at time: Timestamp, _ effects: inout Effects) {
        if equity > record.peakEquity {
            record.peakEquity = equity
            isDirty = true
        }
        if isDirty, time >= nextStore {
            nextStore = time + Self.storePeriod
            store(&effects)
        }
    }

    /// Makes what has changed durable.
    mutating func store(_ effects: inout Effects) {
        guard isDirty else { return }
        isDirty = false
        effects.store(.day(record))
    }

    /// Why trading halts: the fall has reached its limit, for the first time on this day.
    mutating func breach(_ equity: Money, limit: Double) -> Reason? {
        let drawdown = max(0, (record.peakEquity - equity).fraction(of: record.openingEquity))
        guard drawdown >= limit, drawdownDay != record.day else { return nil }
        drawdownDay = record.day
        return Reason(.dailyDrawdown, found: drawdown, limit: limit)
    }
}
