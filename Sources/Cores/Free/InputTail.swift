import Delivery
import Messages

/// The inputs that were written down since a state was saved, for a process that goes on behind them.
package protocol InputTail {
    /// The next one, from the oldest on; `nil` after the last.
    mutating func next() throws -> FreeInput?
    /// Holds what the newest one led to now against what it led to then.
    mutating func check(_ outbox: Outbox, answer: Message?) throws
}
