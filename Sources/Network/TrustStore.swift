import COpenSSL

/// Whom a client believes, and how it speaks TLS: what all of its connections share.
final class TrustStore {
    /// How much is read from a socket at once, before it is opened.
    private static let room = 65_536
    private static let versions: [UInt8] = [8] + Array("http/1.1".utf8)

    private let context: OpaquePointer

    /// - Parameter trusted: a file in PEM, in place of the system's.
    init(_ trusted: String?) throws(NetworkError) {
        guard let made = SSL_CTX_new(TLS_client_method()) else {
            throw .library("OpenSSL", call: "SSL_CTX_new")
        }
        context = made
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        strata_ssl_eager(context, Self.room)
        let isReady =
            strata_ssl_at_least_1_2(context) == 1
            // Here, and here alone, 0 is success.
            && SSL_CTX_set_alpn_protos(context, Self.versions, UInt32(Self.versions.count)) == 0
        let isLoaded =
            trusted.map { SSL_CTX_load_verify_file(context, $0) } ?? SSL_CTX_set_default_verify_paths(context)
        if isLoaded != 1, let trusted { throw .unreadable(trusted) }
        guard isReady, isLoaded == 1 else { throw .library("OpenSSL", call: "SSL_CTX_new") }
    }

    deinit { SSL_CTX_free(context) }

    /// A session over a socket, whose peer must prove to be this host; `nil` where it can't be set up.
    func session(_ descriptor: Int32, _ address: WebAddress) -> OpaquePointer? {
        guard let session = SSL_new(context) else { return nil }
        let isAddress = address.isNumeric
        let proves =
            isAddress
            ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), address.host)
            : SSL_set1_host(session, address.host)
        let names = isAddress ? 1 : strata_ssl_name(session, address.host)
        guard proves == 1, names == 1, SSL_set_fd(session, descriptor) == 1 else {
            SSL_free(session)
            return nil
        }
        SSL_set_connect_state(session)
        return session
    }
}
