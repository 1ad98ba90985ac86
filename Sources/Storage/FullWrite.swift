import Glibc

/// Writes to a file all of some bytes, in as many turns as the system takes.
package enum FullWrite {
    /// The number of the error that ended it, else 0.
    package static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(file, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            // Nothing taken and no error: there is no sense in asking for ever.
            guard written > 0 else { return written == 0 ? EIO : errno }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        return 0
    }
}
