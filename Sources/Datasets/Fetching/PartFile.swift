import BinanceFeed
import Files
import Glibc
import Market
import Stages
import Storage

/// A file that a download writes: plain text in "NAME.csv.part" until all of it is there, then packed as
/// "NAME.csv.gz". What a killed download left is taken up where it stops to be whole.
///
/// A class, since it owns an open file, which is locked: two downloads never write the same one.
final class PartFile {
    let piece: DownloadPiece
    /// Path of the file that it becomes.
    let path: String
    private let part: String
    private let descriptor: Int32
    /// Rows that it holds, and the newest of them.
    private(set) var count = 0
    private(set) var newest: HistoryPlace?

    /// - Parameters:
    ///   - folder: the download's.
    ///   - source: where the rows are from: a file goes on only from where it was begun.
    init(_ piece: DownloadPiece, in folder: String, source: String) throws(HostError) {
        self.piece = piece
        let place = "\(folder)/\(piece.folder)"
        try FileBytes.makeFolder(place)
        path = "\(place)/\(piece.stem).csv.gz"
        part = "\(place)/\(piece.stem).csv.part"
        descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: part, why: Self.reason) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .failed("\(part) is written by another download; let it come to its end, or stop it")
        }
        try takeUp("# fetched from \(source)\n", "\(piece.rows.kind.header)\n")
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What is to be fetched yet.
    var missing: HistoryPiece {
        var rows = piece.rows
        rows.after = newest
        return rows
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private func failure(_ number: Int32) -> HostError {
        let why = String(cString: strerror(number))
        return .cannotWrite(path: part, why: "\(why); what is there stays: the same command goes on with it")
    }

    /// Adds rows.
    func append(_ lines: [UInt8], count more: Int, newest place: HistoryPlace) throws(HostError) {
        try write(lines)
        count += more
        newest = place
    }

    private func write(_ bytes: [UInt8]) throws(HostError) {
        let number = bytes.withUnsafeBytes { FullWrite.write($0, to: descriptor) }
        guard number == 0 else { throw failure(number) }
    }

    /// All of it is there: it gets its name. Without a row there is no file.
    func finish() throws(HostError) {
        guard count > 0 else {
            unlink(part)
            return
        }
        let packed = path + ".part"
        do throws(StorageError) {
            let writer = try GzipWriter(packed)
            try withBytes { (bytes) throws(StorageError) in
                let begin = (bytes.firstIndex(of: 10) ?? -1) + 1
                var rest = bytes[begin...]
                while !rest.isEmpty {
                    try writer.write(UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20)))
                    rest = rest.dropFirst(1 << 20)
                }
            }
            try writer.finish()
        } catch { throw .failed("\(error)") }
        guard rename(packed, path) == 0 else { throw .cannotWrite(path: path, why: Self.reason) }
        unlink(part)
    }

    // MARK: What is there already

    /// Begins the file, or finds out how far what is there is whole, and cuts off the rest.
    private func takeUp(_ mark: String, _ header: String) throws(HostError) {
        var end = 0
        do throws(StorageError) {
            end = try withBytes { bytes in wholeBytes(of: bytes, mark, header) }
        } catch { throw .failed("\(error)") }
        guard end >= 0 else {
            throw .failed(
                "\(part) is of another download, begun elsewhere than at this address, or by another build: "
                    + "name another --out, or delete that file")
        }
        guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) >= 0 else {
            throw failure(errno)
        }
        if end == 0 { try write(Array((mark + header).utf8)) }
    }

    /// How many bytes from the beginning are whole lines that follow one on another: 0 where not even the
    /// head is there, less where the head is another's.
    private func wholeBytes(of bytes: UnsafeRawBufferPointer, _ mark: String, _ header: String) -> Int {
        let head = Array((mark + header).utf8)
        let isOther = !bytes.prefix(head.count).elementsEqual(head.prefix(bytes.count))
        guard !isOther else { return -1 }
        guard bytes.count >= head.count else { return 0 }
        var start = head.count
        var check = RowCheck(piece.rows)
        while start < bytes.count, let length = bytes[start...].firstIndex(of: 10).map({ $0 - start }) {
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
            guard let place = check.place(of: line) else { break }
            newest = place
            count += 1
            start += length + 1
        }
        return start
    }

    /// Maps the file.
    private func withBytes<R>(
        _ body: (UnsafeRawBufferPointer) throws(StorageError) -> R
    ) throws(StorageError) -> R {
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw .cannotOpen(path: part, why: Self.reason) }
        let size = Int(found.st_size)
        guard size > 0 else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard let place = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), place != MAP_FAILED else {
            throw .cannotOpen(path: part, why: Self.reason)
        }
        defer { munmap(place, size) }
        return try body(UnsafeRawBufferPointer(start: place, count: size))
    }
}
