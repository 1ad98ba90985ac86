import CZlib
import Glibc
import TestSupport

/// What the tests of files write and look at.
extension TemporaryFolder {
    /// Writes a file, compressed where its name ends in ".gz".
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = "\(path)/\(name)"
        let parts = name.split(separator: "/").dropLast()
        for count in 0..<parts.count { mkdir("\(path)/\(parts[...count].joined(separator: "/"))", 0o700) }
        if name.hasSuffix(".gz") {
            let out = gzopen(file, "wb9")
            gzwrite(out, bytes, UInt32(bytes.count))
            gzclose(out)
        } else {
            let out = fopen(file, "wb")!
            fwrite(bytes, 1, bytes.count, out)
            fclose(out)
        }
        return file
    }

    @discardableResult
    func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

    /// The bytes of a file as they lie on the disk.
    static func raw(_ path: String) -> [UInt8] {
        let file = fopen(path, "rb")!
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// The names in a folder, but for those that begin with a dot.
    static func names(_ path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// Where a symbolic link leads to, or `nil` where there is none.
    static func destination(_ link: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// A committed fixture, by its path below Tests/Fixtures.
    static func fixture(_ name: String, file: String = #filePath) -> String {
        file.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" } + "/Fixtures/\(name)"
    }
}
