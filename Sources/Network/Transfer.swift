import CCurl
import Exchanges
import Market

/// One request on its way, and what has come of its answer.
final class Transfer {
    /// How many header lines of an answer are kept.
    private static let mostHeaders = 256

    let handle: UnsafeMutableRawPointer
    private let done: (Result<HTTPResponse, ConnectionEnd>) -> Void
    private let limit: Int
    private let body: [UInt8]
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headers: [HTTPHeader] = []
    private var answer: [UInt8] = []
    private var isTooLong = false
    private let isHarmless: Bool
    /// How often curl began to send it.
    private var tries = 0

    /// - Parameter origin: scheme, host and port.
    init(
        _ request: HTTPRequest, to origin: String, milliseconds: Int, _ options: ClientOptions,
        done: @escaping (Result<HTTPResponse, ConnectionEnd>) -> Void
    ) throws(NetworkError) {
        try Self.check(request)
        try WebAddress.check(request.target)
        guard let made = curl_easy_init() else { throw .library("curl", call: "curl_easy_init") }
        (handle, self.done, limit, body) = (made, done, options.longestBody, request.body)
        isHarmless = request.method == .get
        setUp(origin + request.target, request, milliseconds, options)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerList)
    }

    /// Tells what came of it.
    func finish(_ code: CURLcode) {
        guard code == CURLE_OK else { return done(.failure(end(code))) }
        var status = 0
        strata_curl_number(handle, CURLINFO_RESPONSE_CODE, &status)
        done(.success(HTTPResponse(status: status, headers: headers, body: answer)))
    }

    /// A line that ends within a header would begin another.
    private static func check(_ request: HTTPRequest) throws(NetworkError) {
        guard request.target.first == "/" else {
            throw .address(request.target, why: "a request's target begins with /")
        }
        for header in request.headers {
            let isName =
                !header.name.isEmpty
                && header.name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A }
            let isValue = header.value.utf8.allSatisfy { $0 == 9 || $0 >= 0x20 && $0 != 0x7F }
            guard isName, isValue else {
                throw .address(
                    request.target, why: "the header \(ForeignText.shown(header.name)) can't be sent")
            }
        }
    }

    private func setUp(_ url: String, _ request: HTTPRequest, _ milliseconds: Int, _ options: ClientOptions) {
        strata_curl_pointer(handle, CURLOPT_URL, url)
        strata_curl_long(handle, CURLOPT_PATH_AS_IS, 1)
        strata_curl_long(handle, CURLOPT_NOSIGNAL, 1)
        strata_curl_long(handle, CURLOPT_TCP_NODELAY, 1)
        strata_curl_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        strata_curl_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        strata_curl_long(handle, CURLOPT_TIMEOUT_MS, max(1, milliseconds))
        strata_curl_long(handle, CURLOPT_CONNECTTIMEOUT_MS, options.connectMilliseconds)
        strata_curl_pointer(handle, CURLOPT_ACCEPT_ENCODING, "gzip")
        if let path = options.trustedCertificates { strata_curl_pointer(handle, CURLOPT_CAINFO, path) }
        setMethod(request)
        setHeaders(request)
        let place = Unmanaged.passUnretained(self).toOpaque()
        strata_curl_pointer(handle, CURLOPT_WRITEDATA, place)
        strata_curl_pointer(handle, CURLOPT_HEADERDATA, place)
        strata_curl_pointer(handle, CURLOPT_PREREQDATA, place)
        strata_curl_begins(handle) { transfer, _, _, _, _ in
            guard let transfer else { return CURL_PREREQFUNC_ABORT }
            let own = Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue()
            return own.mayBegin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        strata_curl_writes(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
            Transfer.at(transfer, bytes, size * count) { $0.take($1) }
        }
        strata_curl_writes(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
            Transfer.at(transfer, bytes, size * count) { $0.takeHeader($1) }
        }
    }

    /// Where a connection that was used before ends without an answer, curl sends a request once more on its
    /// own. One that changes something may have arrived by then: it is sent once.
    private func mayBegin() -> Bool {
        tries += 1
        return tries == 1 || isHarmless
    }

    private func setMethod(_ request: HTTPRequest) {
        if request.method == .get, body.isEmpty { return }
        strata_curl_pointer(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        if request.method == .delete, body.isEmpty { return }
        strata_curl_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
        // curl copies it, so that it may go away.
        body.withUnsafeBytes { bytes in
            _ = strata_curl_pointer(
                handle, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(handle))
        }
    }

    private func setHeaders(_ request: HTTPRequest) {
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        // Neither waits for a word before the body, nor is told what it is where the core did not say.
        lines.append("Expect:")
        if request.header("content-type") == nil { lines.append("Content-Type:") }
        for line in lines { headerList = curl_slist_append(headerList, line) }
        strata_curl_pointer(handle, CURLOPT_HTTPHEADER, headerList)
    }

    private static func at(
        _ place: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
        _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let place else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(place).takeUnretainedValue()
        return body(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard answer.count + bytes.count <= limit else {
            isTooLong = true
            return false
        }
        answer.append(contentsOf: bytes)
        return true
    }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Another answer's head: what came before was a proxy's, or said to go on.
        if bytes.starts(with: "HTTP/".utf8) { headers.removeAll(keepingCapacity: true) }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), headers.count < Self.mostHeaders else {
            return true
        }
        let name = bytes[..<colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let front = bytes[(colon + 1)...].drop(while: Self.isBlank)
        let end = front.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? front.startIndex
        headers.append(
            HTTPHeader(
                String(decoding: name, as: UTF8.self),
                String(decoding: UnsafeRawBufferPointer(rebasing: front[..<end]), as: UTF8.self)))
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

    private func end(_ code: CURLcode) -> ConnectionEnd {
        if isTooLong { return .tooLong(limit: limit) }
        let words = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return tries == 0 ? .unsent("no connection in time") : .timedOut
        case CURLE_ABORTED_BY_CALLBACK: return .lost("the connection was lost before an answer came")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return .untrusted(words)
        default: return tries == 0 ? .unsent(words) : .lost(words)
        }
    }
}
