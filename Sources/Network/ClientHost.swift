import CWebSockets
import Exchanges
import Glibc

/// The side of libwebsockets that connects: contexts, TLS and the words with which it fails.
final class ClientHost {
    let loop: EventLoop
    let writer = FrameWriter()
    private let context: WebSocketContext
    private let host: OpaquePointer

    init(_ options: ClientOptions, in loop: EventLoop) throws(NetworkError) {
        self.loop = loop
        let seconds = max(1, (options.connectMilliseconds + 999) / 1000)
        let context = try WebSocketContext(in: loop, seconds: seconds + 1, callback: clientCallback)
        if let path = options.trustedCertificates, access(path, R_OK) != 0 { throw .unreadable(path) }
        var info = context.hostInfo(deflates: options.deflates)
        info.options = UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)
        let made = Self.withText(options.trustedCertificates) { path in
            info.client_ssl_ca_filepath = path
            // No proxy, whatever the environment says: `Proxies` has refused what needs one.
            return "".withCString { none in
                info.http_proxy_address = none
                return lws_create_vhost(context.raw, &info)
            }
        }
        guard let made else { throw .library("libwebsockets", call: "lws_create_vhost") }
        (self.context, host) = (context, made)
    }

    func close() { context.close() }

    /// Lets the loop go round until nothing is left that no socket tells of.
    func finish() { context.finish() }

    /// Connects to one address; what comes of it the connection hears, failures at once, too.
    func connect(
        to numeric: String, _ address: WebAddress, _ connection: ClientConnection,
        _ began: (OpaquePointer) -> Void
    ) {
        var info = lws_client_connect_info()
        info.context = context.raw
        info.vhost = host
        info.port = Int32(address.port)
        info.ssl_connection = address.isSecure ? Int32(LCCSCF_USE_SSL.rawValue) : 0
        info.ietf_version_or_minus_one = -1
        info.opaque_user_data = Unmanaged.passUnretained(connection).toOpaque()
        let made = numeric.withCString { numeric in
            address.target.withCString { target in
                address.hostHeader.withCString { header in
                    "http/1.1".withCString { versions in
                        info.address = numeric
                        info.path = target
                        info.host = header
                        info.alpn = versions
                        return lws_client_connect_via_info(&info)
                    }
                }
            }
        }
        if let made { began(made) } else { connection.failed("not connected", status: 0) }
    }

    /// Ends a connection at once; its owner hears nothing of it any more.
    func cut(_ socket: OpaquePointer) {
        lws_set_opaque_user_data(socket, nil)
        lws_set_timeout(socket, PENDING_TIMEOUT_USER_OK, Int32(LWS_TO_KILL_ASYNC))
        context.nudge()
    }

    /// What kind of end the library's words mean.
    static func end(_ text: String, status: Int) -> ConnectionEnd {
        if status != 0, status != 101 { return .refused(status: status) }
        return .lost(text.isEmpty ? "the connection was lost" : text)
    }

    private static func withText<R>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
        guard let text else { return body(nil) }
        return text.withCString(body)
    }
}

private func connection(of socket: OpaquePointer?) -> ClientConnection? {
    guard let socket, let place = lws_get_opaque_user_data(socket) else { return nil }
    return Unmanaged<ClientConnection>.fromOpaque(place).takeUnretainedValue()
}

/// Hears everything of a client's sockets; a result other than 0 closes the socket.
private func clientCallback(
    _ socket: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?,
    _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
    let buffer = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    switch reason {
    case LWS_CALLBACK_CLIENT_RECEIVE:
        guard let connection = connection(of: socket) else { return -1 }
        let isLast = lws_is_final_fragment(socket) != 0 && lws_remaining_packet_payload(socket) == 0
        return connection.received(buffer, isLast: isLast, isBinary: lws_frame_is_binary(socket) != 0)
            ? 0 : -1
    case LWS_CALLBACK_CLIENT_WRITEABLE:
        return connection(of: socket)?.writable() ?? false ? 0 : -1
    case LWS_CALLBACK_CLIENT_RECEIVE_PONG: connection(of: socket)?.ponged(buffer)
    case LWS_CALLBACK_CLIENT_ESTABLISHED:
        guard let connection = connection(of: socket) else { return -1 }
        connection.established()
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        let status = socket.map { Int(lws_http_client_http_response($0)) } ?? 0
        let text = String(decoding: buffer.prefix(200).prefix { $0 != 0 }, as: UTF8.self)
        let failed = connection(of: socket)
        if let socket { lws_set_opaque_user_data(socket, nil) }
        failed?.failed(text, status: status)
    // `count` says whether the certificate is sound so far; what isn't, OpenSSL ends by itself.
    case LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION where count == 0:
        let number = X509_STORE_CTX_get_error(user.map { OpaquePointer($0) })
        let words = String(cString: X509_verify_cert_error_string(Int(number)))
        connection(of: socket)?.distrusted(words)
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        let code = buffer.count < 2 ? 1005 : Int(buffer[0]) << 8 | Int(buffer[1])
        let reason = String(decoding: buffer.dropFirst(2), as: UTF8.self)
        connection(of: socket)?.closing(code: code, reason: reason)
    case LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_CLOSED_CLIENT_HTTP, LWS_CALLBACK_WSI_DESTROY:
        let closed = connection(of: socket)
        if let socket { lws_set_opaque_user_data(socket, nil) }
        closed?.closed()
    // Nobody is followed elsewhere; and a close was said, which the timer carries out.
    case LWS_CALLBACK_CLIENT_HTTP_REDIRECT, LWS_CALLBACK_TIMER: return -1
    default: break
    }
    return 0
}
