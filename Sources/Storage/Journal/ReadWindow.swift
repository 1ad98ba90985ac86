import Glibc

/// The part of a file that was read last: small reads that follow each other cost few system calls.
struct ReadWindow: ~Copyable {
    private static let size = 1 << 18

    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    private var start: Int64 = 0
    private var filled = 0

    deinit { buffer.deallocate() }

    /// Bytes of the file, fewer at its end; `nil` on an error, which is in `errno`. They hold until the
    /// next call.
    mutating func bytes(_ file: Int32, at place: Int64, count: Int) -> UnsafeRawBufferPointer? {
        let isHere = place >= start && place + Int64(count) <= start + Int64(filled)
        if !isHere, !load(file, at: place, atLeast: count) { return nil }
        let first = Int(place - start)
        return UnsafeRawBufferPointer(rebasing: buffer[first..<min(first + count, filled)])
    }

    private mutating func load(_ file: Int32, at place: Int64, atLeast count: Int) -> Bool {
        if count > buffer.count {
            buffer.deallocate()
            buffer = .allocate(byteCount: count, alignment: 16)
        }
        start = place
        filled = 0
        while filled < count {
            let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let got = pread(file, free.baseAddress, free.count, off_t(place) + off_t(filled))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return false }
            if got == 0 { break }
            filled += got
        }
        return true
    }
}
