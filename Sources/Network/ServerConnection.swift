import CWebSockets
import Exchanges
import Glibc

/// What a server's connection tells.
protocol ServerEvents: AnyObject {
    func requested(_ request: HTTPRequest, _ connection: ServerConnection) -> ExchangeRequestID
    /// Answers whether it is accepted.
    func opened(_ target: String, _ connection: ServerConnection) -> ConnectionID?
    func received(_ text: UnsafeRawBufferPointer, _ connection: ConnectionID)
    func ponged(_ payload: UInt64, _ connection: ConnectionID)
    func closed(_ connection: ConnectionID)
    /// The request's client is gone.
    func gone(_ request: ExchangeRequestID)
}

/// One connection of a client: requests, one after the other, and perhaps a WebSocket in the end.
final class ServerConnection {
    /// What the client may be waiting for.
    private enum State {
        /// A request's head.
        case idle
        /// The rest of a body.
        case body(HTTPRequest, left: Int)
        /// The core's answer.
        case asked(ExchangeRequestID)
        /// The answer's bytes.
        case answering(AnswerWriter, closes: Bool)
        /// Messages.
        case socket(ConnectionID)
        /// Nothing any more: it is not read, and nothing is written.
        case silent(ConnectionID)
    }

    private unowned let listener: Listener
    private let socket: OpaquePointer
    private var state = State.idle
    private var outgoing = Outgoing()
    private var assembly: Assembly
    private var writer: FrameWriter?
    private var isEstablished = false
    /// Whether the client and this have agreed to pack messages.
    private var packs = false
    /// The request at hand does not say how long it is: nothing can follow it.
    private var isLastRequest = false
    /// It has said goodbye to a client that broke the rules, and hears it no more.
    private var isDeaf = false

    init(_ socket: OpaquePointer, _ listener: Listener) {
        (self.socket, self.listener) = (socket, listener)
        assembly = Assembly(limit: listener.options.longestMessage)
        wait(listener.options.requestMilliseconds)
    }

    /// What the core answers to a request.
    func answer(_ response: HTTPResponse) {
        guard case .asked = state else { return }
        begin(response, closes: isLastRequest)
    }

    /// Puts a message, a ping or a close behind what waits; cuts it where too much does.
    func send(_ item: Outgoing.Item) {
        guard case .socket = state else { return }
        guard outgoing.add(item, limit: listener.options.longestQueue) else { return cut() }
        if case .close = item { wait(listener.options.closeMilliseconds) }
        if isEstablished { lws_callback_on_writable(socket) }
    }

    /// Neither reads nor writes from now on, and stays.
    func silence() {
        guard case .socket(let id) = state else { return }
        state = .silent(id)
        outgoing = Outgoing()
        lws_rx_flow_control(socket, 0)
    }

    /// Breaks it off: what lies in the buffers is lost, and the peer is told by the kernel alone.
    func cut() {
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        // Takes the connection apart with a reset; TLS says no goodbye then, either.
        connect(lws_get_socket_fd(socket), &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
        lws_set_timeout(socket, PENDING_TIMEOUT_USER_OK, Int32(LWS_TO_KILL_ASYNC))
        listener.nudge()
    }

    /// Its socket is no more.
    func ended() {
        switch state {
        case .socket(let id), .silent(let id): listener.events?.closed(id)
        case .asked(let id): listener.events?.gone(id)
        default: break
        }
        state = .idle
    }

    private func wait(_ milliseconds: Int) {
        lws_set_timer_usecs(socket, lws_usec_t(milliseconds) * 1000)
        listener.nudge()
    }

    /// Its word for cancelling a timer lets it fire at once in some versions: a year is as good.
    private func waitForEver() { lws_set_timer_usecs(socket, 365 * 86_400_000_000) }

    private func begin(_ response: HTTPResponse, closes: Bool) {
        state = .answering(AnswerWriter(response, closes: closes), closes: closes)
        wait(listener.options.closeMilliseconds)
        lws_callback_on_writable(socket)
    }

    private func refuse(_ status: Int) { begin(HTTPResponse(status: status), closes: true) }

    private var peer: String {
        var room = [CChar](repeating: 0, count: 64)
        lws_get_peer_simple(socket, &room, room.count)
        return String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// What libwebsockets tells of its requests.
extension ServerConnection {
    /// A request's head has come.
    func began() {
        lws_set_timeout(socket, NO_PENDING_TIMEOUT, 0)
        guard let request = RequestHead(socket).request(listener.headers) else { return refuse(405) }
        guard listener.guardian.allows(request, from: peer) else { return refuse(403) }
        guard request.header("transfer-encoding") == nil else { return refuse(411) }
        let hasBody = request.method == .post || request.method == .put
        guard let length = request.header("content-length") else {
            // It has no body then (RFC 9112, 6.3), which libwebsockets would wait for.
            isLastRequest = hasBody
            return ask(request)
        }
        guard length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length) else {
            return refuse(400)
        }
        guard count <= listener.options.longestBody else { return refuse(413) }
        // A POST without a byte is told to be complete as any other; others are at their end here.
        guard count > 0 || request.method == .post else { return ask(request) }
        state = .body(request, left: count)
        wait(listener.options.requestMilliseconds)
    }

    func body(_ bytes: UnsafeRawBufferPointer) {
        guard case .body(var request, let left) = state, bytes.count <= left else { return }
        state = .idle
        request.body.append(contentsOf: bytes)
        state = .body(request, left: left - bytes.count)
    }

    func bodyEnded() {
        guard case .body(let request, _) = state else { return }
        ask(request)
    }

    private func ask(_ request: HTTPRequest) {
        lws_set_timeout(socket, NO_PENDING_TIMEOUT, 0)
        waitForEver()
        if let id = listener.events?.requested(request, self) { state = .asked(id) }
    }

    /// Writes the next piece of an answer; false where the connection is to be closed.
    func answerable() -> Bool {
        guard case .answering(var writer, let closes) = state else { return true }
        switch writer.write(on: socket, in: listener.room) {
        case .failed: return false
        case .unfinished:
            state = .answering(writer, closes: closes)
            lws_callback_on_writable(socket)
        case .finished:
            state = .idle
            if closes || lws_http_transaction_completed(socket) != 0 { return false }
            wait(listener.options.idleMilliseconds)
        }
        return true
    }
}

/// What libwebsockets tells of its WebSocket.
extension ServerConnection {
    /// A client asks for one: 0 goes on, 1 has answered that it doesn't, -1 hangs up.
    func upgrades() -> Int32 {
        guard let request = RequestHead(socket).request(listener.headers) else { return -1 }
        let isAllowed = listener.guardian.allows(request, from: peer)
        guard isAllowed, let id = listener.events?.opened(request.target, self) else {
            return lws_return_http_status(socket, isAllowed ? 404 : 403, nil) < 0 ? -1 : 1
        }
        state = .socket(id)
        return 0
    }

    func established() {
        isEstablished = true
        packs = Deflation.widen(socket)
        waitForEver()
        if !outgoing.isEmpty { lws_callback_on_writable(socket) }
    }

    /// Takes a fragment; false where the connection is to be closed.
    func received(_ fragment: UnsafeRawBufferPointer, isLast: Bool, isBinary: Bool) -> Bool {
        guard case .socket(let id) = state, !isDeaf else { return true }
        guard !isBinary else { return goodbye(1003) }
        let outcome = assembly.take(fragment, isLast: isLast) { listener.events?.received($0, id) }
        if case .tooLong = outcome { return goodbye(1009) }
        return true
    }

    func ponged(_ bytes: UnsafeRawBufferPointer) {
        guard case .socket(let id) = state, bytes.count == MemoryLayout<UInt64>.size else { return }
        listener.events?.ponged(UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)), id)
    }

    /// Writes what waits while the socket takes it; false where the connection is to be closed.
    func writable() -> Bool {
        guard case .socket = state else { return true }
        // What is packed may lie where it was put until the next call: such a connection has room of its own.
        if packs, writer == nil { writer = FrameWriter() }
        let writer = self.writer ?? listener.writer
        while let item = outgoing.next() {
            guard writer.write(item, on: socket) else { return false }
            if packs || lws_send_pipe_choked(socket) != 0 { break }
        }
        if !outgoing.isEmpty { lws_callback_on_writable(socket) }
        return true
    }

    private func goodbye(_ code: Int) -> Bool {
        outgoing = Outgoing(isClosing: true)
        isDeaf = true
        var none: [UInt8] = []
        FrameWriter.close(socket, code, &none)
        return true
    }
}
