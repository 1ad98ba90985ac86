import Messages
import Stages

extension InProcessHost {
    /// How many ids a free run has given.
    package var idCounter: UInt64 {
        get { if case .free(_, let counter) = ids { counter } else { 0 } }
        set { if case .free(let epoch, _) = ids { ids = .free(epoch: epoch, counter: newValue) } }
    }

    /// The stages, and what is between them.
    package func save(into writer: inout StateWriter) {
        writer.write(step)
        writer.write(time)
        writer.write(current.deliveries)
        writer.write(asks)
        timers.save(into: &writer)
        for slot in slots { slot.stage.save(into: &writer) }
    }

    /// Takes back what `save` wrote: the same build with the same stages.
    package mutating func restore(from reader: inout StateReader) throws(StateError) {
        step = try reader.read()
        time = try reader.read()
        current.clear()
        for delivery in try reader.readArray(of: RoutedInput.self) { current.append(delivery) }
        asks = try reader.readArray()
        try timers.restore(from: &reader)
        for index in slots.indices { try slots[index].stage.restore(from: &reader) }
    }
}

extension TimerQueue {
    package func save(into writer: inout StateWriter) { writer.write(timers) }

    package mutating func restore(from reader: inout StateReader) throws(StateError) {
        for timer in try reader.readArray(of: Timer.self) { set(slot: timer.slot, timer.id, due: timer.due) }
    }
}
