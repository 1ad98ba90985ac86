import CCurl
import COpenSSL
import CWebSockets
import Exchanges
import Glibc

/// A connection to one address, in TLS where that is asked for. Nothing of it waits.
final class ClientSocket {
    private let descriptor: Int32
    private let session: OpaquePointer?
    private let watch: SocketWatch
    private var isConnected = false
    private var isReady = false
    private var writes = true

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - numeric: the address of `address`.
    ///   - ready: the socket tells something, later from the loop; the last time where it is broken.
    init(
        to numeric: String, _ address: WebAddress, _ host: ClientHost,
        ready: @escaping (_ isBroken: Bool) -> Void
    ) throws(ConnectionEnd) {
        let trust = address.isSecure ? try host.trust() : nil
        descriptor = try Self.connect(numeric, address.port)
        session = trust?.session(descriptor, address)
        guard session != nil || !address.isSecure else {
            Glibc.close(descriptor)
            throw .lost("OpenSSL could not be set up for \(address.host)")
        }
        watch = SocketWatch(host.loop, descriptor) { ready($0 & CURL_CSELECT_ERR != 0) }
        watch.listen(reads: true, writes: true)
    }

    /// What TLS has read, and no socket tells of.
    var holdsMore: Bool { session.map { SSL_has_pending($0) == 1 } ?? false }

    /// Brings it on; whether it is there.
    func advance() throws(ConnectionEnd) -> Bool {
        if isReady { return true }
        if !isConnected {
            var (code, size): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            guard code == 0 else { throw Self.lost(code) }
            isConnected = true
        }
        if let session {
            ERR_clear_error()
            let result = SSL_do_handshake(session)
            if result != 1 {
                let wish = SSL_get_error(session, result)
                listen(writes: wish == SSL_ERROR_WANT_WRITE)
                guard wish == SSL_ERROR_WANT_WRITE || wish == SSL_ERROR_WANT_READ else {
                    throw Self.refused(session)
                }
                return false
            }
        }
        isReady = true
        return true
    }

    /// How many bytes came; 0 where there are none now.
    func read(into room: UnsafeMutableRawBufferPointer) throws(ConnectionEnd) -> Int {
        guard let session else { return try outcome(recv(descriptor, room.baseAddress, room.count, 0)) }
        ERR_clear_error()
        return try outcome(session, SSL_read(session, room.baseAddress, Int32(room.count)))
    }

    /// How many bytes went; 0 where there is no room for any now.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ConnectionEnd) -> Int {
        guard let session else {
            return try outcome(Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)))
        }
        ERR_clear_error()
        return try outcome(session, SSL_write(session, bytes.baseAddress, Int32(clamping: bytes.count)))
    }

    /// Whether to tell when there is room to write, too.
    func listen(writes: Bool) {
        guard writes != self.writes else { return }
        self.writes = writes
        watch.listen(reads: true, writes: writes)
    }

    /// Must be called, once.
    func close() {
        watch.close()
        if let session {
            if isReady { SSL_shutdown(session) }
            SSL_free(session)
        }
        Glibc.close(descriptor)
    }

    private func outcome(_ count: Int) throws(ConnectionEnd) -> Int {
        if count > 0 { return count }
        guard count < 0, errno == EAGAIN || errno == EINTR else { throw .lost("the connection was lost") }
        return 0
    }

    private func outcome(_ session: OpaquePointer, _ count: Int32) throws(ConnectionEnd) -> Int {
        if count > 0 { return Int(count) }
        let wish = SSL_get_error(session, count)
        guard wish == SSL_ERROR_WANT_READ || wish == SSL_ERROR_WANT_WRITE else {
            throw .lost("the connection was lost")
        }
        return 0
    }

    private static func connect(_ numeric: String, _ port: Int) throws(ConnectionEnd) -> Int32 {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = strata_stream
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(numeric, String(port), &hints, &found) == 0, let found else {
            throw .lost("'\(numeric)' is no address")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(found.pointee.ai_family, strata_stream_at_once, 0)
        guard descriptor >= 0 else { throw lost(errno) }
        for (level, option) in [(IPPROTO_TCP, TCP_NODELAY), (Int(SOL_SOCKET), SO_KEEPALIVE)] {
            var on: Int32 = 1
            setsockopt(descriptor, Int32(level), option, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        let code = Glibc.connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen)
        guard code == 0 || errno == EINPROGRESS else {
            let end = lost(errno)
            Glibc.close(descriptor)
            throw end
        }
        return descriptor
    }

    private static func lost(_ code: Int32) -> ConnectionEnd {
        .lost("not connected: \(String(cString: strerror(code)))")
    }

    private static func refused(_ session: OpaquePointer) -> ConnectionEnd {
        let verdict = SSL_get_verify_result(session)
        if verdict != X509_V_OK { return .untrusted(String(cString: X509_verify_cert_error_string(verdict))) }
        let words = ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) }
        return .lost("no TLS came about: \(words ?? "the connection was lost")")
    }
}
