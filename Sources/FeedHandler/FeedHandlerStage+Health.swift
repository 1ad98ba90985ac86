import Market
import Messages
import Stages

extension FeedHandlerStage {
    /// Counts an event that is passed on, sets the stale timer and says a change of health first.
    package mutating func received(_ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects) {
        let index = symbol.int
        feeds[index].received += 1
        feeds[index].lastEvent = input.time
        feeds[index].isStale = false
        guard !input.isWarmUp else { return }
        if !feeds[index].isWatched {
            feeds[index].isWatched = true
            effects.wake(TimerID(Self.staleTimer, index), at: input.time + staleAfter(index))
        }
        sayChange(of: symbol, &effects)
    }

    /// A due stale timer: says that the symbol fell silent, or looks again when it next may have.
    /// One timer per silence instead of one per event.
    mutating func checkSilence(of symbol: SymbolID, at time: Timestamp, _ effects: inout Effects) {
        let index = symbol.int
        guard index < feeds.count, feeds[index].said != .ended, feeds[index].said != .ceased else { return }
        let due = feeds[index].lastEvent + staleAfter(index)
        guard due <= time else {
            effects.wake(TimerID(Self.staleTimer, index), at: due)
            return
        }
        feeds[index].isWatched = false
        feeds[index].isStale = true
        sayChange(of: symbol, &effects)
    }

    private func staleAfter(_ index: Int) -> TimeSpan {
        feeds[index].hasTicks ? settings.tickStaleAfter : settings.klineStaleAfter
    }

    private mutating func sayChange(of symbol: SymbolID, _ effects: inout Effects) {
        let state = feeds[symbol.int].state
        guard feeds[symbol.int].said != state else { return }
        feeds[symbol.int].said = state
        var health = feeds[symbol.int].health(symbol, state)
        health.staleAfter = staleAfter(symbol.int).seconds
        effects.publish(.feedHealth(health))
    }
}
