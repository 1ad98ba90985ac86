import Market
import Stages

/// The timers of all stages: few, so a plain list with its earliest time remembered.
struct TimerQueue {
    struct Timer: BitwiseCopyable {
        let slot: Int
        let id: TimerID
        var due: Timestamp
    }

    /// A timer that fires more often than this at one moment is set again by its own firing, for ever.
    static let repeatLimit = 64

    private(set) var timers: [Timer] = []
    /// What fired since the moment last moved.
    private var fired: [(timer: Timer, times: Int)] = []
    private var moment = Timestamp.zero
    /// The earliest time at which one is due; `never` where there is none.
    private(set) var nextDue = Timestamp.never

    /// Sets a timer anew; `.never` cancels it.
    mutating func set(slot: Int, _ id: TimerID, due: Timestamp) {
        let place = timers.firstIndex { $0.slot == slot && $0.id == id }
        switch (place, due == .never) {
        case (let place?, false): timers[place].due = due
        case (let place?, true): timers.remove(at: place)
        case (nil, false): timers.append(Timer(slot: slot, id: id, due: due))
        case (nil, true): return
        }
        refresh()
    }

    /// Takes the first timer due at or before a time: by due time, then rank (slot), then id.
    mutating func takeDue(by time: Timestamp) -> Timer? {
        guard nextDue <= time else { return nil }
        let place = timers.indices.min { a, b in
            (timers[a].due, timers[a].slot, timers[a].id) < (timers[b].due, timers[b].slot, timers[b].id)
        }
        guard let place else { return nil }
        let timer = timers.remove(at: place)
        refresh()
        return timer
    }

    /// Forgets what fired before: firing begins anew.
    mutating func beginFiring() { fired.removeAll(keepingCapacity: true) }

    /// Counts that a timer fires at a moment; false where it did so too often.
    mutating func mayFire(_ timer: Timer, at time: Timestamp) -> Bool {
        if time != moment { fired.removeAll(keepingCapacity: true) }
        moment = time
        guard let place = fired.firstIndex(where: { $0.timer.slot == timer.slot && $0.timer.id == timer.id })
        else {
            fired.append((timer, 1))
            return true
        }
        fired[place].times += 1
        return fired[place].times <= Self.repeatLimit
    }

    private mutating func refresh() {
        nextDue = timers.reduce(.never) { min($0, $1.due) }
    }
}
