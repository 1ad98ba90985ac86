import CZlib
import Exchanges

/// Unpacks the messages of permessage-deflate (RFC 7692, 7.2.2), each with what those before it left.
final class Inflater {
    private static let room = 65_536
    /// What a packer leaves out at the end of each message.
    private static let tail: [UInt8] = [0, 0, 0xFF, 0xFF]

    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: Int

    /// - Parameter limit: the most bytes of a message, unpacked.
    init(limit: Int) throws(ConnectionEnd) {
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        // The widest window, and no head: it unpacks what was packed with any.
        guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
            throw .lost("zlib could not be set up")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// A whole message.
    func unpacked(_ packed: [UInt8]) throws(ConnectionEnd) -> [UInt8] {
        var input = packed + Self.tail
        var output: [UInt8] = []
        let isSound = input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(clamping: input.count)
            var code = Z_OK
            // Room that is left says that nothing more is to come.
            repeat {
                let room = [UInt8](unsafeUninitializedCapacity: Self.room) { room, count in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(Self.room)
                    code = inflate(stream, Z_SYNC_FLUSH)
                    count = Self.room - Int(stream.pointee.avail_out)
                }
                output += room
            } while code == Z_OK && stream.pointee.avail_out == 0 && output.count <= limit
            // A packer may end its stream with a message, and begins another one then.
            if code == Z_STREAM_END { inflateReset(stream) }
            return code == Z_OK || code == Z_BUF_ERROR || code == Z_STREAM_END
        }
        guard output.count <= limit else { throw .tooLong(limit: limit) }
        guard isSound else { throw .lost("the peer sent a packed message that can't be unpacked") }
        return output
    }
}
