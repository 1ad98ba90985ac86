import Glibc

/// Appends text to a file of mode 0600, through a buffer.
public final class FileSink: TextSink {
    private let file: UnsafeMutablePointer<FILE>
    /// Path of the file.
    public let path: String

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
        text.withUTF8 { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    }

    /// Gives what is in the buffer to the system.
    public func flush() { fflush(file) }
}
