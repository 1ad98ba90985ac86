import CZeroMQ
import Glibc

/// What can go wrong on the bus. "Try again" is no error: such calls return `false`.
public enum BusError: Error, Sendable, Equatable {
    /// A call to ZeroMQ or the kernel failed with this number, on this endpoint or path.
    case call(String, on: String, errno: Int32)
    /// The text is no endpoint.
    case malformedEndpoint(String, expected: String)
    /// A socket's path is longer than the kernel allows (`Endpoint.longestPath` bytes).
    case pathTooLong(String, bytes: Int)
    /// A tcp endpoint that others could reach.
    case offLoopback(String)
    /// Another live process (or another socket of this one) is bound to the endpoint.
    case endpointInUse(String, holder: Int32?)
    /// The file that should be locked is another program's.
    case foreignLock(String)
    /// The run directory could be read or replaced by somebody else.
    case unsafeDirectory(String, found: String)
    /// A message that no receiver would accept (`Frames.largest` bytes a frame).
    case frameTooLarge(endpoint: String, bytes: Int)
    /// `terminate()` was called while sockets were open: it would never return.
    case socketsStillOpen(Int)
}

extension BusError {
    /// The C number behind the error, where there is one.
    public var errno: Int32? {
        if case .call(_, _, let number) = self { return number }
        return nil
    }

    /// The error of the ZeroMQ call that has just failed on this thread.
    static func lastZeroMQ(_ call: String, on place: String) -> BusError {
        .call(call, on: place, errno: zmq_errno())
    }

    /// The error of the kernel call that has just failed on this thread.
    static func lastSystem(_ call: String, on place: String) -> BusError {
        .call(call, on: place, errno: Glibc.errno)
    }
}
