import Files
import Glibc
import Market
import Stages

/// Writes raw frames into a file of mode 0600.
final class FrameRecordingWriter {
    let path: String
    private var file: UnsafeMutablePointer<FILE>?

    /// Begins a new recording.
    init(_ output: OutputFile, began: Timestamp) throws(HostError) {
        path = output.path
        let descriptor = try output.begin()
        guard let file = fdopen(descriptor, "w") else {
            throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
        self.file = file
        let header =
            FrameRecording.magic + FrameRecording.bytes(FrameRecording.version)
            + FrameRecording.bytes(began.nanoseconds)
        try write(header)
    }

    deinit { if let file { fclose(file) } }

    func append(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, at received: Timestamp
    ) throws(HostError) {
        let prefix =
            FrameRecording.bytes(received.nanoseconds) + FrameRecording.bytes(UInt32(topic.count))
            + FrameRecording.bytes(UInt32(payload.count))
        try write(prefix)
        try write(topic)
        try write(payload)
    }

    /// Writes out what is left; a full disk is told here at the latest.
    func close() throws(HostError) {
        guard let open = file else { return }
        file = nil
        guard fclose(open) == 0 else { throw failure() }
    }

    private func write(_ bytes: [UInt8]) throws(HostError) {
        guard let file, fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw failure() }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(HostError) {
        guard bytes.count > 0 else { return }
        guard let file, fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
            throw failure()
        }
    }

    private func failure() -> HostError { .cannotWrite(path: path, why: String(cString: strerror(errno))) }
}
