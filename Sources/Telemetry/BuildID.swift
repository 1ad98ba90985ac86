import Glibc

/// Which build of this program runs: saved state is plain memory, and only the same build reads it.
public enum BuildID {
    /// A hash of the id that the linker gave the program (the ELF note NT_GNU_BUILD_ID); of its size and
    /// time where the linker left none.
    public static let current = BuildID.of("/proc/self/exe")

    /// The same of the program at a path; 0 where there is none.
    public static func of(_ path: String) -> UInt64 {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        if let note = note(in: file) { return hash(note) }
        var status = stat()
        fstat(file, &status)
        return hash(Array("\(status.st_size) \(status.st_mtim.tv_sec)".utf8))
    }

    /// Those of several programs as one: another where one of them is another.
    public static func of(_ paths: [String]) -> UInt64 {
        hash(Array(paths.map { String(of($0), radix: 16) }.joined(separator: " ").utf8))
    }

    /// Type of a program header that holds notes, and of the note with the id (System V ABI, chapter 5).
    private static let notes: UInt32 = 4
    private static let buildNote: UInt32 = 3
    private static let owner = Array("GNU\0".utf8)

    private static func note(in file: Int32) -> [UInt8]? {
        let header = read(file, at: 0, count: 64)
        guard header.count == 64, header.starts(with: [0x7F] + Array("ELF".utf8)) else { return nil }
        let place = number(header, 32, UInt64.self)
        let size = Int(number(header, 54, UInt16.self))
        let table = read(file, at: place, count: size * Int(number(header, 56, UInt16.self)))
        guard size >= 56 else { return nil }
        for row in stride(from: 0, to: table.count - size + 1, by: size)
        where number(table, row, UInt32.self) == notes {
            let bytes = read(
                file, at: number(table, row + 8, UInt64.self),
                count: Int(min(number(table, row + 32, UInt64.self), 65_536)))
            if let found = id(in: bytes) { return found }
        }
        return nil
    }

    /// Notes follow one another: lengths of owner and content, type, both padded to four bytes.
    private static func id(in bytes: [UInt8]) -> [UInt8]? {
        var place = 0
        while place + 12 <= bytes.count {
            let owned = Int(number(bytes, place, UInt32.self))
            let count = Int(number(bytes, place + 4, UInt32.self))
            let start = place + 12 + (owned + 3) / 4 * 4
            guard start + count <= bytes.count else { return nil }
            let isID = number(bytes, place + 8, UInt32.self) == buildNote
            if isID, bytes[(place + 12)...].starts(with: owner) { return Array(bytes[start..<start + count]) }
            place = start + (count + 3) / 4 * 4
        }
        return nil
    }

    private static func read(_ file: Int32, at place: UInt64, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = pread(file, &bytes, count, off_t(clamping: place))
        return Array(bytes.prefix(max(0, found)))
    }

    private static func number<T: FixedWidthInteger>(_ bytes: [UInt8], _ place: Int, _ type: T.Type) -> T {
        bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: T.self)) }
    }

    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
