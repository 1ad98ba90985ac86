import CWslay
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
    /// How often it reads before others have their turn.
    private static let mostReads = 64
    /// Codes of a close (RFC 6455, 7.4.1).
    private static let (normal, broken, noCode, tooLong) = (1000, 1002, 1005, 1009)

    let id: ConnectionID
    let address: WebAddress
    private let options: ClientOptions
    private let host: ClientHost
    /// Gone once the shell is: nobody is told of an end that it made.
    private weak var events: (any ClientEvents)?
    private var lookup: NameLookup?
    private var timer: LoopTimer?
    private var addresses: [String] = []
    private var socket: ClientSocket?
    private var upgrade: Upgrade?
    /// How much of its request was sent.
    private var asked = 0
    private var reader: FrameReader?
    private let sender = FrameSender()
    private var pings: [UInt64] = []
    private var isClosing = false
    private var hasEnded = false
    /// Why it will end, where that is known before it does.
    private var cause: ConnectionEnd?

    init(
        _ id: ConnectionID, _ address: WebAddress, _ options: ClientOptions, _ host: ClientHost,
        _ events: any ClientEvents
    ) {
        (self.id, self.address, self.options, self.host, self.events) = (id, address, options, host, events)
    }

    private var isOpen: Bool { reader != nil }

    /// Begins to connect.
    func open() {
        timer = LoopTimer(host.loop) { [unowned self] in cut(.timedOut) }
        timer?.start(milliseconds: options.connectMilliseconds)
        if address.isNumeric {
            addresses = [address.host]
            return connectNext()
        }
        // Nobody is asked for it, who could say something else (RFC 6761, 6.3), and none may know it.
        if address.host == "localhost" {
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

    /// Puts a message behind what waits.
    func send(_ text: String) {
        guard !hasEnded, !isClosing, let sender else { return }
        var text = text
        let fits = sender.waiting == 0 || sender.waiting + text.utf8.count <= options.longestQueue
        guard fits else { return cut(.tooLong(limit: options.longestQueue)) }
        text.withUTF8 { sender.add(WSLAY_TEXT_FRAME, UnsafeRawBufferPointer($0)) }
        flush()
    }

    /// Asks for a sign of life.
    func ping(_ payload: UInt64) {
        guard !hasEnded, !isClosing, pings.count < Self.mostPings else { return }
        pings.append(payload)
        withUnsafeBytes(of: payload.bigEndian) { sender?.add(WSLAY_PING, $0) }
        flush()
    }

    /// Says goodbye, and cuts the connection where the peer doesn't.
    func close() {
        guard !hasEnded, !isClosing else { return }
        if cause == nil { cause = .wanted }
        guard isOpen else { return cut(.wanted) }
        timer?.start(milliseconds: options.closeMilliseconds)
        sayClose(Self.normal)
    }

    /// Ends it without a word.
    func cut(_ end: ConnectionEnd) { self.end(end) }

    private func connectNext() {
        var last = cause ?? .lost("no address is left")
        while let next = addresses.popLast() {
            do throws(ConnectionEnd) {
                (upgrade, asked) = (try Upgrade(address, deflates: options.deflates), 0)
                socket = try ClientSocket(to: next, address, host) { [unowned self] in turn(isBroken: $0) }
                return
            } catch { last = error }
        }
        end(last)
    }

    private func end(_ end: ConnectionEnd) {
        guard !hasEnded else { return }
        hasEnded = true
        timer?.close()
        timer = nil
        lookup?.cancel()
        lookup = nil
        socket?.close()
        socket = nil
        events?.ended(self, cause ?? end)
    }
}

/// What its socket tells.
extension ClientConnection {
    private func turn(isBroken: Bool) {
        // It may be let go of by whom it tells of its end.
        withExtendedLifetime(self) {
            do throws(ConnectionEnd) {
                guard let socket else { return }
                guard try socket.advance() else {
                    if isBroken { throw .lost("the connection was lost") }
                    return
                }
                var readsLeft = Self.mostReads
                repeat {
                    let count = try socket.read(into: host.room)
                    if count == 0, isBroken { throw .lost("the connection was lost") }
                    guard count > 0 else { break }
                    try take(UnsafeRawBufferPointer(rebasing: host.room[..<count]))
                    guard !hasEnded else { return }
                    readsLeft -= 1
                    // What came before it broke is there yet, and nobody tells of it again.
                } while isBroken || socket.holdsMore && readsLeft > 0
                try write(socket)
                // What TLS holds is told by nobody; that there is room to write always is.
                if readsLeft == 0, socket.holdsMore { socket.listen(writes: true) }
            } catch { failed(error) }
        }
    }

    /// What came to nothing before it began may do better at another address of the same name.
    private func failed(_ end: ConnectionEnd) {
        guard !isOpen, case .lost = end, !addresses.isEmpty else {
            let isLong = end == .tooLong(limit: options.longestMessage)
            if isOpen { sayClose(isLong ? Self.tooLong : Self.broken) }
            return self.end(end)
        }
        socket?.close()
        socket = nil
        connectNext()
    }

    private func take(_ bytes: UnsafeRawBufferPointer) throws(ConnectionEnd) {
        guard let reader else {
            guard let agreement = try upgrade?.take(bytes) else { return }
            self.reader = try FrameReader(limit: options.longestMessage, deflates: agreement.deflates)
            timer?.stop()
            upgrade = nil
            events?.opened(self)
            return try take(UnsafeRawBufferPointer(rebasing: bytes.suffix(agreement.left)))
        }
        try reader.take(bytes) { arrival, bytes in
            switch arrival {
            case .text: events?.received(bytes, self)
            case .ping: answer(bytes)
            case .pong: ponged(bytes)
            case .close: closed(bytes)
            }
            return !hasEnded
        }
    }

    private func write(_ socket: ClientSocket) throws(ConnectionEnd) {
        // The request goes before all messages, which wait for its answer.
        if let request = upgrade?.request {
            if asked < request.count {
                asked += try request.withUnsafeBufferPointer { bytes throws(ConnectionEnd) in
                    try socket.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[asked...])))
                }
            }
            return socket.listen(writes: asked < request.count)
        }
        try sender?.flush { bytes throws(ConnectionEnd) in try socket.write(bytes) }
        socket.listen(writes: sender?.waiting ?? 0 > 0)
    }

    /// Writes what can be, now rather than when the loop says so.
    private func flush() {
        guard isOpen, let socket else { return }
        do throws(ConnectionEnd) { try write(socket) } catch { failed(error) }
    }

    /// A peer that hears nothing is told nothing: what it asks for in vain isn't kept.
    private func answer(_ ping: UnsafeRawBufferPointer) {
        guard !isClosing, let sender, sender.waiting <= options.longestQueue else { return }
        sender.add(WSLAY_PONG, ping)
    }

    private func ponged(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == MemoryLayout<UInt64>.size else { return }
        let payload = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        // A pong answers those before it, too (RFC 6455, 5.5.3); what was not asked is no answer.
        guard let place = pings.firstIndex(of: payload) else { return }
        pings.removeFirst(place + 1)
        events?.ponged(payload, self)
    }

    private func closed(_ bytes: UnsafeRawBufferPointer) {
        let code = bytes.count < 2 ? Self.noCode : Int(bytes[0]) << 8 | Int(bytes[1])
        if cause == nil {
            cause = .closed(code: code, reason: String(decoding: bytes.dropFirst(2), as: UTF8.self))
        }
        sayClose(code == Self.noCode ? Self.normal : code)
        end(.lost("the connection was lost"))
    }

    /// Nothing follows it.
    private func sayClose(_ code: Int) {
        guard !isClosing, let sender else { return }
        isClosing = true
        let number = UInt16(truncatingIfNeeded: code)
        withUnsafeBytes(of: number.bigEndian) { sender.add(WSLAY_CONNECTION_CLOSE, $0) }
        guard let socket else { return }
        // Where that fails the socket tells so, too.
        do throws(ConnectionEnd) { try write(socket) } catch {}
    }
}
