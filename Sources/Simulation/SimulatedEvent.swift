import Messages

/// Something that the simulated world has in store. Small: the queue moves it about; what is large lies in
/// the simulation and is named by its place.
enum SimulatedEvent {
    /// The market's next minute is over.
    case minute
    /// All is over.
    case over
    /// A frame reaches a process, by the frame's place.
    case frame(to: Int, start: Int, packet: Int)
    /// The subscriptions of another process reach one.
    case joined(Int, start: Int, by: Int)
    /// A heartbeat has something to tell.
    case nudge(Int, start: Int)
    /// Something is due at a process.
    case tick(Int, start: Int)
    /// A request, its answer, and its deadline, by its number; one that never left.
    case request(Int)
    case reply(Int, reply: Int)
    case neverSent(Int)
    case deadline(Int)
    /// A process is killed, and starts again.
    case death(Int)
    case start(Int)
    /// A process stands still, and goes on.
    case stall(Int)
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
