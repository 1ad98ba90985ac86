/// The part of a process's loop that is one stage's: its shell calls it when something came or its time is
/// due.
protocol ProcessLoop: AnyObject {
    /// When it wants its turn though nothing came, monotonic ns.
    var due: Int64 { get }

    /// Before the first turn.
    func begin() throws

    /// Handles what the process's subscriber has handed it of a frame.
    func handleFrames() throws

    /// Takes what has come otherwise; it never waits.
    func turn() throws

    /// Whether another stage of the process has something for it that it can take now.
    var hasWords: Bool { get }

    /// Takes that.
    func takeWords() throws

    /// Does what is due.
    func tick() throws

    /// Lets all leave the process that was said in it.
    func flush() throws

    /// The process is to end: nothing new begins.
    func windDown()

    /// What has to be settled before the last turn, in words.
    var unsettled: [String] { get }

    /// After the last turn.
    func end()
}

extension ProcessLoop {
    func windDown() {}
    var unsettled: [String] { [] }
}
