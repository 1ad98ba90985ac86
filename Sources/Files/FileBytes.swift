import Glibc
import Stages
import Storage

/// Reads whole small files: configuration, not data.
public enum FileBytes {
    /// The largest file that is read whole, in bytes.
    public static let limit = 64 * 1024 * 1024

    /// The bytes of a file; an error names it and says why.
    public static func read(_ path: String) throws(HostError) -> [UInt8] {
        // A pipe that nobody writes into would hold up whoever waits for it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .cannotRead(path: path, why: FileNames.whyMissing(path)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EAGAIN {
                guard waits(descriptor) else {
                    throw .cannotRead(path: path, why: "it is a pipe, and nothing came within \(patience) s")
                }
                continue
            }
            guard count >= 0 else { throw .cannotRead(path: path, why: String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[0..<count])
            guard bytes.count <= limit else {
                throw .cannotRead(path: path, why: "it is larger than \(limit) bytes")
            }
        }
    }

    /// How long a pipe may take for the next bytes, seconds.
    private static let patience: Int32 = 10

    /// Waits until a pipe has something, or its end.
    private static func waits(_ descriptor: Int32) -> Bool {
        var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, patience * 1000) > 0
    }

    /// Whether something lies at a path.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a folder and those above it, for this user alone.
    public static func makeFolder(_ path: String) throws(HostError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw .cannotWrite(path: made, why: String(cString: strerror(errno)))
            }
        }
        let found = PathKind(path)
        guard found == .folder || path.isEmpty else {
            throw .cannotWrite(path: path, why: "it is \(found.text); expected a folder")
        }
    }
}

extension FileBytes {
    /// The size of a file in bytes; 0 where there is none.
    public static func size(_ path: String) -> Int {
        var found = stat()
        return stat(path, &found) == 0 ? Int(found.st_size) : 0
    }
}
