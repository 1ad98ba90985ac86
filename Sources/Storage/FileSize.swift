import Glibc

/// How large a file is.
enum FileSize {
    /// Bytes on the disk; 0 where there is none.
    static func bytes(_ path: String) -> Int64 {
        var found = stat()
        return stat(path, &found) == 0 ? Int64(found.st_size) : 0
    }
}
