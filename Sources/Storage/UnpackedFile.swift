import Glibc

/// The bytes of a regular file, unpacked where it is packed: by gzip, or as the one CSV in a zip archive.
/// What it is its first bytes tell, not its name.
///
/// A class, since it owns an open file; used by one thread.
final class UnpackedFile {
    /// Unpacked bytes that are no danger, whatever they are packed to, and the most of one file.
    private static let harmless: Int64 = 64 << 20
    private static let largest: Int64 = 64 << 30
    /// Text of figures is packed to a tenth or so; more than this is made to fill a memory or a disk.
    private static let ratio: Int64 = 250

    /// Size as it lies on the disk, bytes.
    let packedSize: Int64
    /// Unpacked bytes that were read.
    private(set) var count: Int64 = 0
    private let content: Content

    private enum Content {
        case plain(Int32)
        case gzip(GzipFile)
        case zip(ZipEntry)
    }

    /// Opens a file; a folder, a pipe or a device is an error, as is a packing that isn't known.
    init(_ path: String) throws(StorageError) {
        let descriptor = try Self.open(path)
        var found = stat()
        fstat(descriptor, &found)
        guard found.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .cannotOpen(path: path, why: "it is \(Self.kind(found.st_mode)); expected a file of data")
        }
        packedSize = Int64(found.st_size)
        let head = Self.head(descriptor)
        if let other = Self.otherPacking(head) {
            close(descriptor)
            throw .cannotOpen(path: path, why: other)
        }
        content = try Self.content(descriptor, head, path)
    }

    deinit {
        if case .plain(let descriptor) = content { close(descriptor) }
    }

    /// Fills memory as far as there are bytes; answers how many, 0 at the end.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        let got: Int
        switch content {
        case .plain(let descriptor): got = try Self.read(descriptor, into: memory, after: count)
        case .gzip(let file): got = try file.read(into: memory)
        case .zip(let entry): got = try entry.read(into: memory)
        }
        count += Int64(got)
        if count > Self.largest || (count > Self.harmless && count / Self.ratio > packedSize) {
            throw .tooLarge("its \(packedSize) bytes unpack to \(count) and more")
        }
        return got
    }

    /// Why there are no more bytes although there should be.
    enum Failure: Error {
        case broken(atByte: Int64, why: String)
        case tooLarge(String)
    }
}

extension UnpackedFile {
    /// Never waits for the other end of a pipe.
    private static func open(_ path: String) throws(StorageError) -> Int32 {
        errno = 0
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, why: FileNames.whyMissing(path)) }
        return descriptor
    }

    private static func kind(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }

    private static func head(_ descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 6)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    /// What a person must do with a file that begins like one that isn't read.
    private static func otherPacking(_ head: [UInt8]) -> String? {
        let known: [([UInt8], String)] = [
            ([0x28, 0xB5, 0x2F, 0xFD], "packed by zstd"), ([0xFD, 0x37, 0x7A, 0x58], "packed by xz"),
            (Array("BZh".utf8), "packed by bzip2"), ([0x37, 0x7A, 0xBC, 0xAF], "packed by 7-Zip"),
            ([0x04, 0x22, 0x4D, 0x18], "packed by lz4"), (Array("PAR1".utf8), "a Parquet file"),
            (Array("ARROW1".utf8), "a Feather file"), (Array("FEA1".utf8), "a Feather file"),
            ([0xFF, 0xFE], "text in UTF-16"), ([0xFE, 0xFF], "text in UTF-16"),
        ]
        guard let found = known.first(where: { head.starts(with: $0.0) }) else { return nil }
        let how = found.1 == "a Parquet file" ? " (strata data convert)" : ""
        return "it is \(found.1); expected text in UTF-8, plain, by gzip or in a zip archive: "
            + "convert it\(how)"
    }

    private static func content(
        _ descriptor: Int32, _ head: [UInt8], _ path: String
    ) throws(StorageError) -> Content {
        if head.starts(with: Array("PK".utf8)) { return .zip(try ZipEntry(path, descriptor)) }
        return head.starts(with: GzipFile.magic) ? .gzip(GzipFile(descriptor)) : .plain(descriptor)
    }

    /// Fills memory with bytes as they lie on the disk; answers how many, 0 at the end.
    static func read(
        _ descriptor: Int32, into memory: UnsafeMutableRawBufferPointer, after count: Int64
    ) throws(Failure) -> Int {
        while true {
            let got = Glibc.read(descriptor, memory.baseAddress, memory.count)
            guard got < 0 else { return got }
            guard errno == EINTR else { throw .broken(atByte: count, why: systemError()) }
        }
    }
}
