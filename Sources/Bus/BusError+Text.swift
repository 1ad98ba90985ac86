import CZeroMQ
import Glibc

extension BusError: CustomStringConvertible {
    /// What happened, where, what was expected and what to do.
    public var description: String {
        switch self {
        case .call(let call, let place, let number):
            "\(call) on \(place) failed: \(Self.meaning(of: number)) (errno \(number)). "
                + Self.advice(for: number)
        case .malformedEndpoint(let text, let expected):
            "\"\(text)\" is no endpoint: expected \(expected)."
        case .pathTooLong(let path, let bytes):
            "The socket path \(path) has \(bytes) bytes; the kernel allows \(Endpoint.longestPath). "
                + "Choose a shorter run directory."
        case .offLoopback(let text):
            "\(text) can be reached from other machines, which needs CURVE and an allow-list: "
                + "expected ipc:///path or tcp://127.0.0.1:port."
        case .endpointInUse(let endpoint, let holder):
            "\(endpoint) is already served by \(holder.map { "process \($0)" } ?? "another process"): "
                + "stop it first, or choose another run directory."
        case .foreignLock(let path):
            "\(path) is not a lock of Strata's: it is left as it is. Choose another folder."
        case .unsafeDirectory(let path, let found):
            "The run directory \(path) \(found): expected a directory of this user with mode 0700."
        case .frameTooLarge(let endpoint, let bytes):
            "A frame of \(bytes) bytes for \(endpoint) was not sent: at most \(Frames.largest) are allowed. "
                + "Send it in pages."
        case .socketsStillOpen(let count):
            "The context has \(count) open sockets: close them before it is terminated."
        }
    }

    private static func meaning(of number: Int32) -> String {
        zmq_strerror(number).map { String(cString: $0) } ?? "unknown error"
    }

    private static func advice(for number: Int32) -> String {
        switch number {
        case EADDRINUSE: "Stop the program that uses it, or choose another endpoint."
        case EACCES, EPERM: "Check who owns the path and its mode."
        case ENOENT, ENOTDIR: "Check that the directory exists."
        case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
        case ENODEV, EADDRNOTAVAIL: "The address is not one of this machine."
        case EINVAL: "The socket's kind does not know this option, or the value is out of range."
        case EFSM: "Request and answer take turns: send or receive first."
        case ETERM: "The context has been terminated."
        case ENOTSOCK: "The socket has been closed."
        default: "See errno(3)."
        }
    }
}
