import CCurl
import CWebSockets
import Exchanges

/// Carries HTTP requests by curl's multi interface, whose sockets and timer sit in our event loop.
final class RequestCarrier {
    /// How many connections to one host are used at once; more requests wait.
    private static let mostConnections = 8

    private static let mostOrigins = 16

    private let options: ClientOptions
    private let loop: EventLoop
    private var origins: [(base: String, origin: String)] = []
    private let multi: UnsafeMutableRawPointer
    private var timer: LoopTimer?
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var isClosed = false

    init(_ options: ClientOptions, in loop: EventLoop) throws(NetworkError) {
        (self.options, self.loop) = (options, loop)
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let made = curl_multi_init() else {
            throw .library("curl", call: "curl_multi_init")
        }
        multi = made
        timer = LoopTimer(loop) { [unowned self] in timeIsUp() }
        let place = Unmanaged.passUnretained(self).toOpaque()
        strata_curl_multi_place(multi, CURLMOPT_SOCKETDATA, place)
        strata_curl_multi_place(multi, CURLMOPT_TIMERDATA, place)
        strata_curl_multi_sockets(multi) { _, socket, what, carrier, poll in
            guard let carrier else { return -1 }
            Unmanaged<RequestCarrier>.fromOpaque(carrier).takeUnretainedValue().watch(socket, what, poll)
            return 0
        }
        strata_curl_multi_timer(multi) { _, milliseconds, carrier in
            guard let carrier else { return -1 }
            Unmanaged<RequestCarrier>.fromOpaque(carrier).takeUnretainedValue().wake(in: milliseconds)
            return 0
        }
        strata_curl_multi_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.mostConnections)
    }

    /// Sends a request; `done` gets its answer, or why there is none, later from the loop or at once.
    func carry(
        _ request: HTTPRequest, to base: String, milliseconds: Int,
        done: @escaping (Result<HTTPResponse, ConnectionEnd>) -> Void
    ) {
        let transfer: Transfer
        do {
            let origin = try origin(of: base)
            transfer = try Transfer(request, to: origin, milliseconds: milliseconds, options, done: done)
        } catch { return done(.failure(.unsent("\(error)"))) }
        transfers[transfer.handle] = transfer
        guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
            transfers[transfer.handle] = nil
            return done(.failure(.unsent("curl took no more requests")))
        }
    }

    /// Scheme, host and port of a request's base, which is taken apart once.
    private func origin(of base: String) throws(NetworkError) -> String {
        if let known = origins.first(where: { $0.base == base }) { return known.origin }
        let address = try WebAddress(base)
        guard !address.isWebSocket, address.target == "/" else {
            throw .address(base, why: "a request's base is http or https, a host and a port")
        }
        if origins.count == Self.mostOrigins { origins.removeFirst() }
        origins.append((base, address.origin))
        return address.origin
    }

    /// Gives everything up; nobody hears of it.
    func close() {
        guard !isClosed else { return }
        for handle in transfers.keys { curl_multi_remove_handle(multi, handle) }
        transfers = [:]
        curl_multi_cleanup(multi)
        isClosed = true
        timer?.close()
    }

    private func wake(in milliseconds: Int) {
        if milliseconds < 0 { timer?.stop() } else { timer?.start(milliseconds: milliseconds) }
    }

    private func timeIsUp() { act(CURL_SOCKET_TIMEOUT, 0) }

    private func act(_ socket: curl_socket_t, _ events: Int32) {
        guard !isClosed else { return }
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, events, &running)
        finish()
    }

    /// Tells of those that are done.
    private func finish() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else {
                continue
            }
            let code = strata_curl_result(message)
            curl_multi_remove_handle(multi, handle)
            transfers.removeValue(forKey: handle)?.finish(code)
        }
    }

    /// What curl wants to hear of a socket.
    private func watch(_ socket: curl_socket_t, _ what: Int32, _ place: UnsafeMutableRawPointer?) {
        if what == CURL_POLL_REMOVE {
            if let place { Unmanaged<SocketWatch>.fromOpaque(place).takeRetainedValue().close() }
            curl_multi_assign(multi, socket, nil)
            return
        }
        let watch: SocketWatch
        if let place {
            watch = Unmanaged<SocketWatch>.fromOpaque(place).takeUnretainedValue()
        } else {
            watch = SocketWatch(loop, socket) { [unowned self] in act(socket, $0) }
            curl_multi_assign(multi, socket, Unmanaged.passRetained(watch).toOpaque())
        }
        watch.listen(reads: what & CURL_POLL_IN != 0, writes: what & CURL_POLL_OUT != 0)
    }
}
