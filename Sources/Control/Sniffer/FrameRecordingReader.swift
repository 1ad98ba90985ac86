import Bus
import Engine
import Glibc
import Market
import Stages

/// Reads a recording frame by frame, whatever its size.
final class FrameRecordingReader {
    let path: String
    /// When the recording began.
    private(set) var began = Timestamp.zero
    private let file: UnsafeMutablePointer<FILE>
    private var place = 0
    private var frames = 0

    init(path: String) throws(HostError) {
        self.path = path
        guard let file = fopen(path, "re") else {
            throw .cannotRead(path: path, why: String(cString: strerror(errno)))
        }
        self.file = file
        let header = try read(FrameRecording.headerSize)
        guard header.count == FrameRecording.headerSize, header.starts(with: FrameRecording.magic) else {
            throw .data("\(path) is no recording of strata-sniff: it does not begin with \"STRATAFR\"")
        }
        let version = FrameRecording.number(UInt32.self, header, at: 8)
        guard version == FrameRecording.version else {
            let ours = FrameRecording.version
            throw .data("\(path) is of version \(version); this program reads version \(ours)")
        }
        began = Timestamp(nanoseconds: FrameRecording.number(Int64.self, header, at: 12))
    }

    deinit { fclose(file) }

    /// The next frame, `nil` at the end; an error where the file ends in the middle of one.
    func next() throws(HostError) -> FrameRecording.Frame? {
        let start = place
        let prefix = try read(FrameRecording.prefixSize)
        if prefix.isEmpty { return nil }
        guard prefix.count == FrameRecording.prefixSize else { throw cut(start) }
        let topicCount = Int(FrameRecording.number(UInt32.self, prefix, at: 8))
        let payloadCount = Int(FrameRecording.number(UInt32.self, prefix, at: 12))
        guard topicCount <= Frames.largest, payloadCount <= Frames.largest else {
            throw .data(
                "\(path): the frame at byte \(start) claims \(topicCount) and \(payloadCount) bytes; "
                    + "at most \(Frames.largest) are possible. The file is damaged from there on")
        }
        let topic = try read(topicCount)
        let payload = try read(payloadCount)
        guard topic.count == topicCount, payload.count == payloadCount else { throw cut(start) }
        frames += 1
        let received = max(0, FrameRecording.number(Int64.self, prefix, at: 0))
        let moment = Timestamp(nanoseconds: received)
        return FrameRecording.Frame(received: moment, topic: topic, payload: payload)
    }

    private func cut(_ start: Int) -> HostError {
        .data("\(path) ends in the middle of the frame at byte \(start); the \(frames) before it are whole")
    }

    private func read(_ count: Int) throws(HostError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = fread(&bytes, 1, count, file)
        guard ferror(file) == 0 else { throw .cannotRead(path: path, why: String(cString: strerror(errno))) }
        place += got
        return got == count ? bytes : Array(bytes[..<got])
    }
}
