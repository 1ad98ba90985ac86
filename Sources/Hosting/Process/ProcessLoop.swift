/// The part of a process's loop that is one stage's: its shell calls it when something came or its time is
/// due.
protocol ProcessLoop: AnyObject {
    /// When it wants its turn though nothing came, monotonic ns.
    var due: Int64 { get }

    /// Before the first turn.
    func begin() throws

    /// Takes what has come, and does what is due; it never waits.
    func turn() throws

    /// After the last turn.
    func end()
}
