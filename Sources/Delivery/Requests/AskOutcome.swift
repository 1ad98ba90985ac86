/// What became of a request that left the process.
package enum AskOutcome {
    /// The answer's two frames, as long as the call lasts.
    case answered(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer)
    /// It never reached the peer: nothing can have come of it.
    case neverSent
    /// It was sent, and no answer came in time.
    case noAnswer
}
