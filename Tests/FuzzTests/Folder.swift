import Glibc

/// Files as plain bytes.
enum Folder {
    /// In memory where that can be had.
    static let temporary = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"

    /// Names of the files in a folder, sorted.
    static func files(_ path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes the files of a folder.
    static func clear(_ path: String) {
        for name in files(path) { unlink("\(path)/\(name)") }
    }

    static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    static func write(_ path: String, _ bytes: [UInt8]) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { fatalError("can't write \(path)") }
    }
}

/// The case of an error, without its figures and names.
func caseName(_ error: any Error) -> String { Mirror(reflecting: error).children.first?.label ?? "\(error)" }
