import Messages

/// Something that the simulated world has in store. Small: the queue moves it about; what is large lies in
/// the simulation and is named by its place.
enum SimulatedEvent {
    /// The market's next minute is over.
    case minute
    /// A frame reaches a process: the topic and the frame's place on it.
    case frame(to: Int, topic: Int, number: Int)
    /// A topic's states are said again to a process that joined.
    case words(to: Int, topic: Int)
    /// A heartbeat reaches a process.
    case beat(from: Int, to: Int)
    /// A process asks for frames that it misses, and gets them, by the gap's place.
    case repair(Int, start: Int)
    case replayed(to: Int, start: Int, gap: Int)
    /// A request, its answer, and its deadline, by ticket.
    case request(Int)
    case reply(Int, input: Int)
    case deadline(Int)
    /// A process is killed, is missed by the others, and starts again.
    case death(Int)
    case missed(Int, start: Int)
    case start(Int)
    /// A process that goes on looks whether all that was said meanwhile is here.
    case caughtUp(Int, start: Int)
    /// A process stands still, is missed by the others, and goes on.
    case stall(Int)
    case silent(Int, start: Int)
    case awake(Int, start: Int)
    /// A person acts.
    case person
    case resume(ProcessRank)
    /// A person begins a new run with other settings.
    case newRun
    /// Somebody without a key tries something.
    case forger
    /// The venue says an event once more, by its place.
    case again(Int)
}
