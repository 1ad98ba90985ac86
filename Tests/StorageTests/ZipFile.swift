import CZlib
import Glibc
import TestSupport

/// A zip archive as tests need it: entries stored or deflated, with what may be wrong about them.
struct ZipFile {
    struct Entry {
        var name: String
        var bytes: [UInt8]
        var isDeflated = true
        /// Size that the headers state; the true one where it is `nil`.
        var stated: Int?
        var isEncrypted = false
    }

    var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    init(_ name: String, _ text: String) { entries = [Entry(name: name, bytes: Array(text.utf8))] }

    /// The archive's bytes.
    func bytes(in folder: TemporaryFolder) -> [UInt8] {
        var (file, directory) = ([UInt8](), [UInt8]())
        for entry in entries {
            let packed = entry.isDeflated ? Self.deflated(entry.bytes, in: folder) : entry.bytes
            let sum = UInt32(crc32(0, entry.bytes, UInt32(entry.bytes.count)))
            let fields: [UInt8] =
                Self.two(entry.isEncrypted ? 1 : 0) + Self.two(entry.isDeflated ? 8 : 0) + Self.four(0) + Self.four(sum)
                + Self.four(UInt32(packed.count)) + Self.four(UInt32(entry.stated ?? entry.bytes.count))
                + Self.two(UInt16(entry.name.utf8.count)) + Self.two(0)
            directory += Array("PK\u{1}\u{2}".utf8) + Self.two(20) + Self.two(20) + fields + Self.two(0) + Self.two(0)
                + Self.two(0) + Self.four(0) + Self.four(UInt32(file.count)) + Array(entry.name.utf8)
            file += Array("PK\u{3}\u{4}".utf8) + Self.two(20) + fields + Array(entry.name.utf8) + packed
        }
        let count = Self.two(UInt16(entries.count))
        return file + directory + Array("PK\u{5}\u{6}".utf8) + Self.four(0) + count + count
            + Self.four(UInt32(directory.count)) + Self.four(UInt32(file.count)) + Self.two(0)
    }

    /// Raw deflate: what stands between the head and the foot of a gzip file.
    private static func deflated(_ bytes: [UInt8], in folder: TemporaryFolder) -> [UInt8] {
        let packed = TemporaryFolder.raw(folder.write("deflated.gz", bytes))
        unlink("\(folder.path)/deflated.gz")
        return Array(packed.dropFirst(10).dropLast(8))
    }

    private static func two(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }

    private static func four(_ value: UInt32) -> [UInt8] {
        two(UInt16(value & 65535)) + two(UInt16(value >> 16))
    }
}
