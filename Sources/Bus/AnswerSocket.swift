import CZeroMQ

/// The answering side of requests, whose peers are REQ: a ROUTER that reads the envelope itself.
///
/// ZeroMQ's own REP writes the way back to its peer while it still reads; where that peer sends no proper
/// request and is gone at once, the next caller's answer is lost. Here a message without a proper envelope
/// is dropped whole and counted (`SocketCounters.malformed`), and an answer may also be given later, after
/// others. An answer to somebody who is gone is dropped.
public struct AnswerSocket: ~Copyable {
    let socket: Socket
    /// How many malformed messages one call drops before other sockets have their turn.
    private static let mostDropped = 64

    /// A socket that is not bound yet.
    public init(in context: Context, options: SocketOptions? = nil) throws(BusError) {
        socket = try Socket(.router, in: context, options: options)
    }

    /// Serves `endpoint`, as `Socket.bind`.
    public borrowing func bind(_ endpoint: Endpoint) throws(BusError) { try socket.bind(endpoint) }

    /// What went through so far.
    public var counters: SocketCounters { socket.counters }

    /// Takes one request if there is one and shows it to `body`, without copying it; `address` is the way
    /// back for its answer. `false` if there is none.
    public borrowing func receive(
        from address: inout ReturnAddress, _ body: (Frames) -> Void
    ) throws(BusError) -> Bool {
        for _ in 0..<Self.mostDropped {
            switch try socket.handle.receiveRequest(&address) {
            case .nothing: return false
            case .malformed: continue
            case .request(let frames):
                body(frames)
                return true
            }
        }
        return false
    }

    /// Answers who asked from `address`: once for each request.
    public borrowing func answer(
        _ address: ReturnAddress, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer
    ) throws(BusError) {
        try socket.handle.answer(address, topic, payload)
    }

    /// Answers who asked from `address`, from arrays.
    public borrowing func answer(
        _ address: ReturnAddress, topic: [UInt8], payload: [UInt8]
    ) throws(BusError) {
        let handle = socket.handle
        try topic.withBytes { (topic) throws(BusError) in
            try payload.withBytes { (payload) throws(BusError) in
                try handle.answer(address, topic, payload)
            }
        }
    }
}

extension Reactor {
    /// Polls for requests.
    public func watch(_ answers: borrowing AnswerSocket) -> Slot { watch(answers.socket) }
}
