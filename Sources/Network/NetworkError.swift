/// What keeps a shell from being set up; what happens to one of its connections is a `ConnectionEnd`.
public enum NetworkError: Error, Sendable, Hashable {
    /// The text is no address that this shell goes to.
    case address(String, why: String)
    /// A library could not be set up; which, and what it was asked.
    case library(String, call: String)
    /// The address can't be listened on.
    case listen(host: String, port: Int)
    /// A server did not answer a request; why.
    case noAnswer(String, why: String)
    /// The file can't be read: a certificate, a key or a list of trusted ones.
    case unreadable(String)
}

extension NetworkError: CustomStringConvertible {
    /// In words.
    public var description: String {
        switch self {
        case .address(let text, let why): "'\(text)' is no address to connect to: \(why)"
        case .library(let name, let call): "\(name) could not be set up: \(call) failed"
        case .listen(let host, let port):
            "can't listen on \(host):\(port): another program may, or the address is not of this machine; "
                + "give another port (0 takes a free one) or another address"
        case .noAnswer(let place, let why): "no answer came from \(place): \(why)"
        case .unreadable(let path): "can't read \(path)"
        }
    }
}
