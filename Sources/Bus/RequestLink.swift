/// The asking side of REQ/REP, which never waits: one request is out, the others stand in a bounded
/// line until their deadline. The peer may be absent, die and come back; a request that was sent is
/// never sent again (repeating is the asker's decision, under the same id).
///
/// Its owner watches it in the reactor, calls `progress` when it is ready or when `nextDeadline` has
/// come, and gets exactly one outcome for each accepted request.
public final class RequestLink {
    /// Whom it asks.
    public let endpoint: Endpoint
    /// What it has seen.
    public private(set) var counters = RequestCounters()

    let socket: Socket
    // The first `count` are waiting, in order; the first of all is the one that is out.
    // The others keep their buffers, so that in steady state nothing is allocated.
    private var requests: [Request]
    private var count = 0
    private var isOut = false
    // Whether the socket would let us receive: after a send, until the answer, late or not.
    private var expectsAnswer = false
    private var isInProgress = false
    private var isClosed = false

    /// A request that has not ended.
    private struct Request {
        let ticket: Int
        var answerBy = Int64.max
        var topicCount = 0
        var bytes: [UInt8] = []

        mutating func fill(
            _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, _ answerBy: Int64
        ) {
            self.answerBy = answerBy
            topicCount = topic.count
            bytes.removeAll(keepingCapacity: true)
            bytes.append(contentsOf: topic)
            bytes.append(contentsOf: payload)
        }
    }

    /// A link to `endpoint`, which need not be there yet, with room for `limit` requests.
    public init(
        to endpoint: Endpoint, in context: Context, limit: Int = 256, options: SocketOptions? = nil
    ) throws(BusError) {
        self.endpoint = endpoint
        requests = (0..<max(1, limit)).map { Request(ticket: $0) }
        socket = try Socket(.req, in: context, options: options)
        try socket.connect(endpoint)
    }

    /// How many requests have no outcome yet.
    public var pending: Int { count }

    /// The earliest deadline of a pending request (monotonic nanoseconds), `.max` without one.
    public var nextDeadline: Int64 {
        var earliest = Int64.max
        for i in 0..<count { earliest = min(earliest, requests[i].answerBy) }
        return earliest
    }

    /// Puts a request in line and sends it at once if nothing is out. Once accepted, its outcome
    /// comes from `progress` under its ticket.
    public func ask(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, answerBy: Int64
    ) throws(BusError) -> Admission {
        let largest = max(topic.count, payload.count)
        guard largest <= Frames.largest else {
            throw .frameTooLarge(endpoint: endpoint.description, bytes: largest)
        }
        guard !isClosed, count < requests.count else {
            counters.unanswered += 1
            return .refused(isClosed ? .closed(wasSent: false) : .queueFull)
        }
        requests[count].fill(topic, payload, answerBy)
        let ticket = requests[count].ticket
        count += 1
        // Asked from inside an outcome, it is sent when that `progress` ends.
        if !isInProgress { try sendNext() }
        return .accepted(ticket: ticket)
    }

    /// Puts a request in line, from arrays.
    public func ask(topic: [UInt8], payload: [UInt8], answerBy: Int64) throws(BusError) -> Admission {
        try topic.withBytes { (topic) throws(BusError) -> Admission in
            try payload.withBytes { (payload) throws(BusError) -> Admission in
                try ask(topic: topic, payload: payload, answerBy: answerBy)
            }
        }
    }

    /// Takes the answer that has come, gives up what is past its deadline at `now` (monotonic
    /// nanoseconds), sends what is next. An answer that has come is delivered even at its deadline.
    /// `deliver` may ask again.
    public func progress(now: Int64, _ deliver: (_ ticket: Int, RequestOutcome) -> Void) throws(BusError) {
        isInProgress = true
        defer { isInProgress = false }
        try takeAnswer(deliver)
        expire(now, deliver)
        try sendNext()
    }

    /// Ends the link: every pending request is told that it was closed.
    public func close(_ deliver: (_ ticket: Int, RequestOutcome) -> Void) {
        isClosed = true
        socket.handle.wantsToSend = false
        socket.handle.close()
        expectsAnswer = false
        while count > 0 {
            let wasSent = isOut
            isOut = false
            deliver(remove(0), .unanswered(.closed(wasSent: wasSent)))
            counters.unanswered += 1
        }
    }

    private func takeAnswer(_ deliver: (Int, RequestOutcome) -> Void) throws(BusError) {
        guard expectsAnswer, let frames = try socket.handle.receive() else { return }
        expectsAnswer = false
        guard isOut else {
            counters.late += 1
            return
        }
        isOut = false
        counters.answered += 1
        deliver(remove(0), .answered(frames))
    }

    private func expire(_ now: Int64, _ deliver: (Int, RequestOutcome) -> Void) {
        // What an outcome asks anew stands behind `last` and has its turn next time.
        var i = 0
        var last = count
        while i < last {
            guard requests[i].answerBy <= now else {
                i += 1
                continue
            }
            let wasSent = i == 0 && isOut
            if wasSent { isOut = false }
            last -= 1
            counters.unanswered += 1
            deliver(remove(i), .unanswered(wasSent ? .noAnswer : .neverSent))
        }
    }

    private func sendNext() throws(BusError) {
        if count > 0, !isOut, !isClosed { try send() }
        socket.handle.wantsToSend = count > 0 && !isOut && !isClosed
    }

    private func send() throws(BusError) {
        // Nothing is out: what comes now is late. ZeroMQ would drop it uncounted.
        try takeAnswer { _, _ in }
        expectsAnswer = false
        let topicCount = requests[0].topicCount
        let handle = socket.handle
        let result = try requests[0].bytes.withBytes {
            (bytes) throws(BusError) -> SocketHandle.Transmission in
            try handle.transmit(
                UnsafeRawBufferPointer(rebasing: bytes[..<topicCount]),
                UnsafeRawBufferPointer(rebasing: bytes[topicCount...]))
        }
        switch result {
        case .sent:
            isOut = true
            expectsAnswer = true
        case .refused: break
        case .cut:
            counters.reopened += 1
            try handle.reopen()
        }
    }

    /// Takes a request out of the line, its buffer moving behind the others; returns its ticket.
    private func remove(_ index: Int) -> Int {
        let ticket = requests[index].ticket
        for i in index..<(count - 1) { requests.swapAt(i, i + 1) }
        count -= 1
        return ticket
    }
}
