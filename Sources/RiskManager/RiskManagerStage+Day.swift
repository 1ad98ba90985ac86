import Market
import Messages
import Stages

extension RiskManagerStage {
    /// Event time between two writings of a day record whose peak has moved: a restart may so forget up
    /// to an hour of a rise, never the opening or a halt.
    static let dayStorePeriod = TimeSpan.hours(1)

    /// Opens a new day at 00:00 UTC, follows its highest equity, and halts where the fall from it has
    /// reached its limit.
    mutating func watchDay(_ input: Envelope, _ effects: inout Effects) {
        if input.time.day != account.day.day || account.day.openingEquity.isZero { openDay(input.time) }
        if account.equity > account.day.peakEquity {
            account.day.peakEquity = account.equity
            account.isDayDirty = true
        }
        if account.isDayDirty, input.time >= account.nextDayStore {
            account.nextDayStore = input.time + Self.dayStorePeriod
            storeDay(&effects)
        }
        watchDrawdown(input, &effects)
    }

    private mutating func openDay(_ time: Timestamp) {
        account.day = DayRecord(day: time.day, openingEquity: account.equity, peakEquity: account.equity)
        for index in books.indices {
            books[index].dayOpeningPnL = books[index].profit
            books[index].dayPeakPnL = .zero
        }
        account.isDayDirty = true
        account.nextDayStore = time
    }

    mutating func storeDay(_ effects: inout Effects) {
        guard account.isDayDirty else { return }
        account.isDayDirty = false
        effects.store(.day(account.day))
    }

    private mutating func watchDrawdown(_ input: Envelope, _ effects: inout Effects) {
        let limit = settings.limits.maxDailyDrawdown
        guard account.drawdown >= limit, account.drawdownDay != account.day.day else { return }
        account.drawdownDay = account.day.day
        let reason = Reason(.dailyDrawdown, found: account.drawdown, limit: limit)
        stop(reason, at: input.time, &effects)
    }
}
