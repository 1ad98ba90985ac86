import Glibc
import Market
import Stages

/// The files of a recording: for each name one after another, "BTCUSDT-20250508T000000.000Z.jsonl", begun
/// anew with each start, each day, and where one has become large. What was recorded before is never
/// written over.
///
/// A disk that takes nothing stops nobody: what it does not take is left out in whole lines, counted and
/// told.
public final class RecordingFiles {
    /// Bytes after which a file gives way to the next one, where nothing else is said.
    public static let standardLimit = 256 << 20

    private struct File {
        let path: String
        let day: Int64
        var size: Int
    }

    /// Where they are.
    public let folder: String
    /// Lines that were written, their bytes, and lines that were lost.
    public private(set) var lines: UInt64 = 0
    public private(set) var bytes: UInt64 = 0
    public private(set) var lost: UInt64 = 0
    private let names: [String]
    private let limit: Int
    private let beginning: (String, Timestamp) -> [UInt8]
    private let put: (Int32, UnsafeRawBufferPointer) -> Int
    private var files: [File?]
    /// Why the last try failed; 0 where it did not.
    private var failure: Int32 = 0
    private var notices: [String] = []

    /// Makes the folder, and tries whether it can be written into.
    ///
    /// - Parameters:
    ///   - names: of what is recorded; files begin with them.
    ///   - limit: bytes after which a file gives way to the next one.
    ///   - beginning: the first line of each file, by name and the time of the line that follows.
    ///   - put: writes into an open file as `write` does; tests have a full disk.
    public init(
        _ folder: String, names: [String], limit: Int = RecordingFiles.standardLimit,
        beginning: @escaping (String, Timestamp) -> [UInt8],
        put: @escaping (Int32, UnsafeRawBufferPointer) -> Int = { Glibc.write($0, $1.baseAddress, $1.count) }
    ) throws(HostError) {
        try Self.check(folder)
        (self.folder, self.limit, self.beginning, self.put) = (folder, limit, beginning, put)
        self.names = names.map { String($0.map { "/\0".contains($0) ? "_" : $0 }) }
        files = Array(repeating: nil, count: names.count)
    }

    /// Makes the folder, and says why nothing can be written into it, where that is so.
    public static func check(_ folder: String) throws(HostError) {
        try FileBytes.makeFolder(folder)
        let trial = "\(folder)/.strata-\(getpid())"
        let descriptor = open(trial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: folder, why: String(cString: strerror(errno)))
        }
        let isWritten = TextOutput.write(String(repeating: " ", count: 4096), to: descriptor)
        let number = errno
        close(descriptor)
        unlink(trial)
        guard isWritten else { throw .cannotWrite(path: folder, why: String(cString: strerror(number))) }
    }

    /// What a person may want to know since the last call, oldest first, once.
    public func takeNotices() -> [String] {
        defer { notices.removeAll() }
        return notices
    }

    /// Appends whole lines to the newest file of a name; `first` is the time of the first of them.
    public func append(_ text: UnsafeRawBufferPointer, of index: Int, at first: Timestamp) {
        let wanted = Self.lines(in: text, upTo: text.count)
        guard let path = current(index, at: first) else { return lose(wanted) }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            let number = errno
            // Somebody took it away, to pack it perhaps.
            files[index] = nil
            return lose(wanted, number)
        }
        defer { close(descriptor) }
        let (written, number) = write(text, to: descriptor)
        files[index]?.size += written
        lines += Self.lines(in: text, upTo: written)
        bytes += UInt64(written)
        guard number == 0 else {
            // A limit of the file, not of the disk, is over with the next one.
            if number == EFBIG { files[index] = nil }
            return lose(wanted - Self.lines(in: text, upTo: written), number)
        }
        if failure != 0 {
            failure = 0
            notices.append("the recording in \(folder) goes on; \(lost) lines are lost so far")
        }
    }

    /// The file into which the next line goes, begun where it must be; `nil` where that can't be.
    private func current(_ index: Int, at first: Timestamp) -> String? {
        if let file = files[index], file.day == first.day, file.size < limit, FileBytes.exists(file.path) {
            return file.path
        }
        files[index] = nil
        let stamp = "\(first)".filter { $0 != "-" && $0 != ":" }
        for number in 1..<100 {
            let path = "\(folder)/\(names[index])-\(stamp)\(number == 1 ? "" : "-\(number)").jsonl"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if descriptor < 0, errno == EEXIST { continue }
            guard descriptor >= 0 else {
                note(failure: errno)
                return nil
            }
            defer { close(descriptor) }
            let line = beginning(names[index], first)
            let (written, number) = line.withUnsafeBytes { write($0, to: descriptor) }
            guard number == 0 else {
                unlink(path)
                note(failure: number)
                return nil
            }
            files[index] = File(path: path, day: first.day, size: written)
            return path
        }
        note(failure: EEXIST)
        return nil
    }

    /// Writes as many whole lines as are taken; says how many bytes that is, and why not all.
    private func write(
        _ text: UnsafeRawBufferPointer, to descriptor: Int32
    ) -> (count: Int, failure: Int32) {
        var sent = 0
        while sent < text.count {
            let count = put(descriptor, UnsafeRawBufferPointer(rebasing: text[sent...]))
            if count >= 0 {
                sent += count
                continue
            }
            guard errno != EINTR else { continue }
            let number = errno
            let whole = text[..<sent].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            // A line that is cut would be no line, and spoil the one after it.
            if whole < sent {
                let size = lseek(descriptor, 0, SEEK_END)
                _ = ftruncate(descriptor, size - (sent - whole))
            }
            return (whole, number)
        }
        return (sent, 0)
    }

    private func lose(_ count: UInt64, _ number: Int32 = 0) {
        lost += count
        if number != 0 { note(failure: number) }
    }

    /// Tells a failure once, until something was written again.
    private func note(failure number: Int32) {
        guard failure == 0 else { return }
        failure = number
        notices.append(
            "the recording in \(folder) takes nothing: \(String(cString: strerror(number))); what comes is "
                + "lost to it until that is mended, and trading goes on")
    }

    private static func lines(in text: UnsafeRawBufferPointer, upTo count: Int) -> UInt64 {
        var found: UInt64 = 0
        for byte in text[..<count] where byte == UInt8(ascii: "\n") { found += 1 }
        return found
    }
}
