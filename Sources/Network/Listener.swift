import CWebSockets
import Exchanges
import Glibc

/// The side of libwebsockets that listens.
final class Listener {
    let options: ServerOptions
    let guardian: PathGuard
    /// Headers beside the usual ones that a request is read with.
    var headers: [String] { options.headers + PathGuard.headers }
    let writer = FrameWriter()
    /// Where answers are put together.
    let room: UnsafeMutableRawPointer
    /// The port that it listens on.
    private(set) var port = 0
    /// Gone once the shell is: nobody is told of an end that it made.
    private(set) weak var events: (any ServerEvents)?
    private let context: WebSocketContext
    private var count = 0

    init(_ options: ServerOptions, in loop: EventLoop, _ events: any ServerEvents) throws(NetworkError) {
        (self.options, self.events, guardian) = (options, events, PathGuard(options.guardedPaths))
        context = try WebSocketContext(
            in: loop, seconds: max(1, options.requestMilliseconds / 1000), callback: serverCallback)
        room = .allocate(byteCount: AnswerWriter.room, alignment: 16)
        try listen()
    }

    deinit { room.deallocate() }

    func close() { context.close() }

    /// Lets the loop go round until nothing is left that no socket tells of.
    func finish() { context.finish() }

    /// A timer was set: the loop is told of it.
    func nudge() { context.nudge() }

    private func listen() throws(NetworkError) {
        guard (0...65_535).contains(options.port) else {
            throw .listen(host: options.host, port: options.port)
        }
        var info = context.hostInfo(deflates: options.deflates)
        info.port = Int32(options.port)
        info.user = Unmanaged.passUnretained(self).toOpaque()
        info.options = UInt64(LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND)
        info.keepalive_timeout = Int32(options.idleMilliseconds / 1000 + 1)
        info.timeout_secs_ah_idle = UInt32(max(1, options.requestMilliseconds / 1000))
        if !options.host.contains(":") { info.options |= UInt64(LWS_SERVER_OPTION_DISABLE_IPV6) }
        let (certificate, key) = try certificates()
        if certificate != nil { info.options |= UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT) }
        let held = [options.host, certificate, key, "http/1.1"].map { $0.flatMap { strdup($0) } }
        defer { for text in held { free(text) } }
        info.iface = UnsafePointer(held[0])
        info.ssl_cert_filepath = UnsafePointer(held[1])
        info.ssl_private_key_filepath = UnsafePointer(held[2])
        info.alpn = UnsafePointer(held[3])
        guard let host = lws_create_vhost(context.raw, &info) else {
            throw .listen(host: options.host, port: options.port)
        }
        port = Int(lws_get_vhost_listen_port(host))
        guard port > 0 else { throw .listen(host: options.host, port: options.port) }
    }

    private func certificates() throws(NetworkError) -> (String?, String?) {
        guard let folder = options.certificates else { return (nil, nil) }
        let paths = ["\(folder)/cert.pem", "\(folder)/key.pem"]
        for path in paths where access(path, R_OK) != 0 { throw .unreadable(path) }
        return (paths[0], paths[1])
    }

    /// A client has connected; false where there are too many.
    fileprivate func accepted(_ socket: OpaquePointer) -> Bool {
        guard count < options.mostConnections else { return false }
        count += 1
        let connection = ServerConnection(socket, self)
        lws_set_opaque_user_data(socket, Unmanaged.passRetained(connection).toOpaque())
        return true
    }

    fileprivate func ended(_ socket: OpaquePointer) {
        guard let place = lws_get_opaque_user_data(socket) else { return }
        lws_set_opaque_user_data(socket, nil)
        count -= 1
        Unmanaged<ServerConnection>.fromOpaque(place).takeRetainedValue().ended()
    }
}

private func connection(of socket: OpaquePointer) -> ServerConnection? {
    lws_get_opaque_user_data(socket).map { Unmanaged<ServerConnection>.fromOpaque($0).takeUnretainedValue() }
}

private func listener(of socket: OpaquePointer) -> Listener? {
    guard let host = lws_get_vhost(socket), let place = lws_vhost_user(host) else { return nil }
    return Unmanaged<Listener>.fromOpaque(place).takeUnretainedValue()
}

/// Hears everything of a server's sockets; a result other than 0 closes the socket.
private func serverCallback(
    _ socket: OpaquePointer?, _ reason: lws_callback_reasons, _: UnsafeMutableRawPointer?,
    _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
    guard let socket else { return 0 }
    switch reason {
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
        return listener(of: socket)?.accepted(socket) ?? false ? 0 : -1
    case LWS_CALLBACK_WSI_DESTROY:
        listener(of: socket)?.ended(socket)
        return 0
    // What is neither HTTP nor a WebSocket, a tunnel that is asked for, and time that is up.
    case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_TIMER: return -1
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        let kind = bytes.map { String(cString: $0.assumingMemoryBound(to: CChar.self)).lowercased() }
        return kind == "websocket" ? connection(of: socket)?.upgrades() ?? -1 : -1
    default:
        guard let connection = connection(of: socket) else { return 0 }
        let buffer = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
        return tell(connection, socket, reason, buffer) ? 0 : -1
    }
}

private func tell(
    _ connection: ServerConnection, _ socket: OpaquePointer, _ reason: lws_callback_reasons,
    _ buffer: UnsafeRawBufferPointer
) -> Bool {
    switch reason {
    case LWS_CALLBACK_HTTP: connection.began()
    case LWS_CALLBACK_HTTP_BODY: connection.body(buffer)
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: connection.bodyEnded()
    case LWS_CALLBACK_HTTP_WRITEABLE: return connection.answerable()
    case LWS_CALLBACK_ESTABLISHED: connection.established()
    case LWS_CALLBACK_RECEIVE:
        let isLast = lws_is_final_fragment(socket) != 0 && lws_remaining_packet_payload(socket) == 0
        return connection.received(buffer, isLast: isLast, isBinary: lws_frame_is_binary(socket) != 0)
    case LWS_CALLBACK_RECEIVE_PONG: connection.ponged(buffer)
    case LWS_CALLBACK_SERVER_WRITEABLE: return connection.writable()
    default: break
    }
    return true
}
