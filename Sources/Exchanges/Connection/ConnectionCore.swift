/// One end of connections without its sockets: what came goes in, with the time at which it came, and
/// commands come out. The shell that holds the sockets calls `wake` at `wakesAt` at the latest, and takes the
/// commands after every call.
public protocol ConnectionCore {
    /// What it wants of its shell.
    associatedtype Command
    /// Time has come.
    mutating func wake(at moment: Moment)
    /// When to call `wake` at the latest, monotonic nanoseconds; `.max` for never.
    var wakesAt: Int64 { get }
    /// Hands over what is to be done, oldest first, once.
    mutating func takeCommands() -> [Command]
}
