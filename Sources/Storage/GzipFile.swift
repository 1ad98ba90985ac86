import CZlib
import Glibc

/// A file that is packed by gzip: all of its members, as if they were one. What follows a member and is
/// none, or a broken one, is told: zlib's own reader of files drops it in silence.
///
/// A class, since it owns an open file; used by one thread.
final class GzipFile {
    /// What a file that is packed by gzip begins with.
    static let magic: [UInt8] = [0x1F, 0x8B]
    private static let chunk = 1 << 17

    private let descriptor: Int32
    private let packed = UnsafeMutablePointer<UInt8>.allocate(capacity: chunk)
    /// At a place of its own: zlib keeps a pointer to it.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    /// Packed bytes that were read from the file.
    private var taken: Int64 = 0
    /// Where the newest member begins, and whether it has ended.
    private var begin: Int64 = 0
    private var hasEnded = false
    /// What was met behind the bytes that were given last.
    private var fault: UnpackedFile.Failure?

    /// Takes the descriptor over.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        stream.initialize(to: z_stream())
        // 15 bits of window, the largest, and 16 for gzip's own header and sum.
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib can't begin: code \(code)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        packed.deallocate()
        close(descriptor)
    }

    /// Fills memory as far as there are bytes; answers how many, 0 at the end. What stands before a fault is
    /// given first, and the next call tells it.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(UnpackedFile.Failure) -> Int {
        if let fault { throw fault }
        let wanted = UInt32(min(memory.count, 1 << 30))
        stream.pointee.next_out = memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = wanted
        do throws(UnpackedFile.Failure) {
            while stream.pointee.avail_out > 0 {
                if hasEnded, try !beginNext() { break }
                try unpack()
            }
        } catch {
            fault = error
            guard stream.pointee.avail_out < wanted else { throw error }
        }
        return Int(wanted - stream.pointee.avail_out)
    }

    /// Where in the file the next packed byte stands.
    private var place: Int64 { taken - Int64(stream.pointee.avail_in) }

    /// Unpacks as much of a member as is in memory and has room.
    private func unpack() throws(UnpackedFile.Failure) {
        guard try refill() else { throw .broken(atByte: place, why: "it is cut short") }
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: hasEnded = true
        case let code:
            if begin > 0, stream.pointee.total_in <= UInt(Self.magic.count) { throw foreign() }
            let why = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's code \(code)"
            throw .broken(atByte: place, why: why)
        }
    }

    /// Begins the member that follows; false where none does. Zeros before it, or up to the end, are no
    /// fault: tapes fill their blocks with them.
    private func beginNext() throws(UnpackedFile.Failure) -> Bool {
        while try refill(), stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
        guard try refill() else { return false }
        begin = place
        inflateReset(stream)
        hasEnded = false
        return true
    }

    private func foreign() -> UnpackedFile.Failure {
        .broken(atByte: begin, why: "what follows the packed data there is not packed by gzip")
    }

    /// Sees that a packed byte is in memory; false at the file's end.
    private func refill() throws(UnpackedFile.Failure) -> Bool {
        guard stream.pointee.avail_in == 0 else { return true }
        let count = try UnpackedFile.read(
            descriptor, into: UnsafeMutableRawBufferPointer(start: packed, count: Self.chunk), after: taken)
        taken += Int64(count)
        stream.pointee.next_in = packed
        stream.pointee.avail_in = UInt32(count)
        return count > 0
    }
}
