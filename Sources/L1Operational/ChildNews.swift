import Market
import Messages

/// What the child orders tell the desk that sent them.
enum ChildNews {
    /// The last child of a signal has ended.
    case ended(signal: Label, Outcome)
    /// Nobody took the cancel of one of a signal's children: it is to be said again.
    case uncancelled(signal: Label)
}
