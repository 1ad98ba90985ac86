import Messages

/// Something that the simulated world has in store. Small: the queue moves it about; what is large lies in
/// the simulation and is named by its place.
enum SimulatedEvent {
    /// The market's next minute is over.
    case minute
    /// A frame reaches a process: the topic and the frame's number on it.
    case frame(to: Int, topic: Int, number: Int)
    /// A process has missed a frame (a gap, or a heartbeat ahead) and gets all up to this number again.
    case repair(to: Int, topic: Int, upTo: Int)
    /// A request, its answer, and its deadline, by ticket.
    case request(Int)
    case reply(Int, input: Int)
    case deadline(Int)
    /// A process is killed, is missed by the others, and starts again.
    case death(Int)
    case missed(Int, epoch: UInt32)
    case start(Int)
    /// A person acts.
    case person
    case resume(ProcessRank)
    /// The venue says an event once more, by its place.
    case again(Int)
}
