import CWebSockets
import Exchanges

/// What a client's connection tells.
protocol ClientEvents: AnyObject {
    func opened(_ connection: ClientConnection)
    func received(_ text: UnsafeRawBufferPointer, _ connection: ClientConnection)
    func ponged(_ payload: UInt64, _ connection: ClientConnection)
    /// Its last word.
    func ended(_ connection: ClientConnection, _ end: ConnectionEnd)
}

/// One WebSocket of a client, from the look-up of its host's name to its end.
final class ClientConnection {
    /// How many pings may be on their way.
    private static let mostPings = 64

    let id: ConnectionID
    let address: WebAddress
    private let options: ClientOptions
    private let host: ClientHost
    /// Gone once the shell is: nobody is told of an end that it made.
    private weak var events: (any ClientEvents)?
    private var lookup: NameLookup?
    private var timer: LoopTimer?
    private var addresses: [String] = []
    private var socket: OpaquePointer?
    private var outgoing = Outgoing()
    private var writer: FrameWriter
    private var assembly: Assembly
    private var pings: [UInt64] = []
    private var isOpen = false
    private var hasEnded = false
    /// Why it will end, where that is known before it does.
    private var cause: ConnectionEnd?

    init(
        _ id: ConnectionID, _ address: WebAddress, _ options: ClientOptions, _ host: ClientHost,
        _ events: any ClientEvents
    ) {
        (self.id, self.address, self.options, self.host, self.events) = (id, address, options, host, events)
        assembly = Assembly(limit: options.longestMessage)
        writer = options.deflates ? FrameWriter() : host.writer
    }

    /// Begins to connect.
    func open() {
        timer = LoopTimer(host.loop) { [unowned self] in timeIsUp() }
        timer?.start(milliseconds: options.connectMilliseconds)
        if address.isIPv6 || address.host.allSatisfy({ $0.isNumber || $0 == "." }) {
            addresses = [address.host]
            return connectNext()
        }
        // Nobody is asked for it, who could say something else (RFC 6761, 6.3), and none may know it.
        if address.host.lowercased() == "localhost" {
            addresses = ["::1", "127.0.0.1"]
            return connectNext()
        }
        lookup = NameLookup(host.loop, address.host) { [unowned self] found in
            lookup = nil
            addresses = found.reversed()
            guard !found.isEmpty else { return end(.lost("the name \(address.host) was not found")) }
            connectNext()
        }
        if lookup == nil { end(.lost("the name \(address.host) could not be looked up")) }
    }

    /// Puts a message or a ping behind what waits.
    func send(_ item: Outgoing.Item) {
        guard !hasEnded else { return }
        if case .ping(let payload) = item {
            guard pings.count < Self.mostPings else { return }
            pings.append(payload)
        }
        guard outgoing.add(item, limit: options.longestQueue) else {
            return cut(.tooLong(limit: options.longestQueue))
        }
        if isOpen, let socket { lws_callback_on_writable(socket) }
    }

    /// Says goodbye, and cuts the connection where the peer doesn't.
    func close() {
        guard !hasEnded else { return }
        if cause == nil { cause = .wanted }
        guard isOpen else { return cut(.wanted) }
        send(.close(code: 1000, reason: ""))
        timer?.start(milliseconds: options.closeMilliseconds)
    }

    /// Ends it without a word.
    func cut(_ end: ConnectionEnd) {
        guard !hasEnded else { return }
        if cause == nil { cause = end }
        let open = socket
        self.end(end)
        if let open { host.cut(open) }
    }

    private func timeIsUp() { cut(.timedOut) }

    private func connectNext() {
        guard let next = addresses.popLast() else { return end(cause ?? .lost("no address is left")) }
        cause = nil
        // On failure it has told so already.
        host.connect(to: next, address, self) { [unowned self] in socket = $0 }
    }

    private func end(_ end: ConnectionEnd) {
        guard !hasEnded else { return }
        hasEnded = true
        isOpen = false
        timer?.close()
        timer = nil
        lookup?.cancel()
        lookup = nil
        // What its socket has yet to tell finds nobody.
        if let socket { lws_set_opaque_user_data(socket, nil) }
        socket = nil
        events?.ended(self, cause ?? end)
    }
}

/// What libwebsockets tells of it.
extension ClientConnection {
    func established() {
        isOpen = true
        timer?.stop()
        if options.deflates, let socket { Deflation.widen(socket) }
        if let socket, !outgoing.isEmpty { lws_callback_on_writable(socket) }
        events?.opened(self)
    }

    /// The peer's certificate is not sound.
    func distrusted(_ why: String) { cause = .untrusted(why) }

    /// It did not come about. Another address of the same name may be reached.
    func failed(_ text: String, status: Int) {
        guard !hasEnded else { return }
        socket = nil
        let why = ClientHost.end(text, status: status)
        if case .lost = why, !addresses.isEmpty, cause == nil {
            cause = why
            return connectNext()
        }
        end(why)
    }

    /// Takes a fragment; false where the connection is to be closed.
    func received(_ fragment: UnsafeRawBufferPointer, isLast: Bool, isBinary: Bool) -> Bool {
        guard !hasEnded else { return false }
        guard !isBinary else {
            end(.lost("the peer sent a binary message, where text is spoken"))
            return false
        }
        let outcome = assembly.take(fragment, isLast: isLast) { events?.received($0, self) }
        if case .tooLong = outcome {
            end(.tooLong(limit: options.longestMessage))
            return false
        }
        return true
    }

    func ponged(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == MemoryLayout<UInt64>.size else { return }
        let payload = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        // A pong answers those before it, too (RFC 6455, 5.5.3); what was not asked is no answer.
        guard let place = pings.firstIndex(of: payload) else { return }
        pings.removeFirst(place + 1)
        events?.ponged(payload, self)
    }

    /// Writes what waits while the socket takes it; false where the connection is to be closed.
    func writable() -> Bool {
        guard !hasEnded, let socket else { return false }
        while let item = outgoing.next() {
            guard writer.write(item, on: socket) else { return false }
            // What is packed may lie where it was put until the next call.
            if options.deflates || lws_send_pipe_choked(socket) != 0 { break }
        }
        if !outgoing.isEmpty { lws_callback_on_writable(socket) }
        return true
    }

    func closing(code: Int, reason: String) {
        if cause == nil { cause = .closed(code: code, reason: reason) }
    }

    func closed() { end(.lost("the connection was lost")) }
}
