import Glibc
import Stages

/// Appends text to a file of mode 0600, through a buffer.
///
/// Writing never stops a run and loses nothing: what a full disk does not take waits here, and `flush` tells
/// that and tries again.
public final class FileSink: TextSink {
    /// Bytes that wait to be written together.
    private static let room = 1 << 16

    private let file: Int32
    /// Path of the file.
    public let path: String
    private var buffer: [UInt8] = []
    /// Why the file took nothing more at the last try; 0 where it did.
    private var failure: Int32 = 0

    /// Opens a new file, or empties an old one.
    public init(path: String) throws(HostError) {
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        self.path = path
        guard file >= 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(errno))) }
    }

    /// Writes where an option says.
    public init(_ output: OutputFile) throws(HostError) {
        file = try output.begin()
        path = output.path
    }

    deinit {
        guard file >= 0 else { return }
        push()
        close(file)
    }

    public func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.room, failure == 0 { push() }
    }

    /// Hands everything to the kernel. An error says that the file lacks something, and why; the same again
    /// may do better.
    public func flush() throws(HostError) {
        push()
        guard failure == 0 else {
            throw .cannotWrite(
                path: path, why: "\(String(cString: strerror(failure))); what lies there is not whole")
        }
    }

    private func push() {
        failure = 0
        var sent = 0
        buffer.withUnsafeBytes { bytes in
            while sent < bytes.count, failure == 0 {
                let written = Glibc.write(file, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
                if written >= 0 { sent += written } else if errno != EINTR { failure = errno }
            }
        }
        if sent == buffer.count { buffer.removeAll(keepingCapacity: true) } else { buffer.removeFirst(sent) }
    }
}
