import Glibc

/// Appends text to a file of mode 0600, through a buffer.
///
/// Writing never stops a run: the first failure (a full disk, say) is kept, and `flush` tells it.
public final class FileSink: TextSink {
    private let file: UnsafeMutablePointer<FILE>
    /// Path of the file.
    public let path: String
    private var failure: Int32 = 0

    /// Opens a new file, or empties an old one.
    public init(path: String) throws(HostError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, let file = fdopen(descriptor, "w") else {
            throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
        self.file = file
        self.path = path
    }

    deinit { fclose(file) }

    public func write(_ text: String) {
        var text = text
        let wasWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
        if !wasWritten { fail() }
    }

    /// Hands everything to the kernel. An error says that the file lacks something, and why.
    public func flush() throws(HostError) {
        if fflush(file) != 0 { fail() }
        guard failure == 0 else {
            throw .cannotWrite(
                path: path, why: "\(String(cString: strerror(failure))); what lies there is not whole")
        }
    }

    private func fail() {
        if failure == 0 { failure = errno == 0 ? EIO : errno }
    }
}
