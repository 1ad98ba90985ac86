import CWebSockets
import Glibc

/// Looks a host's name up, in libuv's pool of one thread: `getaddrinfo` would hold everything up else.
final class NameLookup {
    private let done: ([String]) -> Void
    private let raw: UnsafeMutablePointer<uv_getaddrinfo_t>
    /// Itself, while libuv holds it.
    private var held: NameLookup?
    private var isCancelled = false

    /// Starts to look; `done` gets the addresses, none where there are none, later from the loop.
    init?(_ loop: EventLoop, _ host: String, done: @escaping ([String]) -> Void) {
        self.done = done
        raw = .allocate(capacity: 1)
        setenv("UV_THREADPOOL_SIZE", "1", 0)
        var hints = addrinfo()
        hints.ai_socktype = strata_stream
        raw.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        let code = uv_getaddrinfo(
            loop.raw, raw,
            { request, status, found in
                guard let data = request?.pointee.data else { return }
                Unmanaged<NameLookup>.fromOpaque(data).takeUnretainedValue().answer(status, found)
            }, host, nil, &hints)
        guard code == 0 else { return nil }
        held = self
    }

    deinit { raw.deallocate() }

    /// Its answer is wanted no more; it is forgotten when it comes.
    func cancel() { isCancelled = true }

    private func answer(_ status: Int32, _ found: UnsafeMutablePointer<addrinfo>?) {
        let addresses = status == 0 ? Self.names(found) : []
        uv_freeaddrinfo(found)
        held = nil
        if !isCancelled { done(addresses) }
    }

    private static func names(_ first: UnsafeMutablePointer<addrinfo>?) -> [String] {
        var names: [String] = []
        var next = first
        while let item = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let code = getnameinfo(
                item.pointee.ai_addr, item.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
                NI_NUMERICHOST)
            let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if code == 0, !names.contains(name) { names.append(name) }
            next = item.pointee.ai_next
        }
        return names
    }
}
