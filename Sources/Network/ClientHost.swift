import Exchanges
import Glibc

/// What the connections of a client share: the loop, whom they believe, and room to read into.
final class ClientHost {
    private static let roomSize = 65_536

    let loop: EventLoop
    private let trusted: String?
    private var store: TrustStore?
    let room: UnsafeMutableRawBufferPointer

    init(_ options: ClientOptions, in loop: EventLoop) throws(NetworkError) {
        // OpenSSL writes without the flag that spares the signal.
        signal(SIGPIPE, SIG_IGN)
        self.loop = loop
        trusted = options.trustedCertificates
        if let trusted, access(trusted, R_OK) != 0 { throw .unreadable(trusted) }
        room = .allocate(byteCount: Self.roomSize, alignment: 64)
    }

    /// Whom they believe; read when the first one asks, since most shells never do, and it takes a while.
    func trust() throws(ConnectionEnd) -> TrustStore {
        if let store { return store }
        do throws(NetworkError) {
            let made = try TrustStore(trusted)
            store = made
            return made
        } catch { throw .lost("\(error)") }
    }

    deinit { room.deallocate() }
}
