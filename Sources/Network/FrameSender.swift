import COpenSSL
import CWslay

/// Frames of a client (wslay), masked, and the bytes of them that have yet to be sent.
final class FrameSender {
    private static let keptRoom = 1 << 16

    private var frames: OpaquePointer?
    private var bytes: [UInt8] = []
    private var sent = 0

    init?() {
        var calls = wslay_frame_callbacks()
        calls.send_callback = { bytes, count, _, sender in
            guard let sender else { return -1 }
            let own = Unmanaged<FrameSender>.fromOpaque(sender).takeUnretainedValue()
            own.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            return count
        }
        calls.genmask_callback = { room, count, _ in RAND_bytes(room, Int32(count)) == 1 ? 0 : -1 }
        let own = Unmanaged.passUnretained(self).toOpaque()
        guard wslay_frame_context_init(&frames, &calls, own) == 0 else { return nil }
    }

    deinit { wslay_frame_context_free(frames) }

    /// How many bytes wait.
    var waiting: Int { bytes.count - sent }

    /// Puts a frame behind what waits.
    func add(_ kind: wslay_opcode, _ payload: UnsafeRawBufferPointer) {
        var frame = wslay_frame_iocb()
        (frame.fin, frame.mask, frame.opcode) = (1, 1, UInt8(kind.rawValue))
        frame.payload_length = UInt64(payload.count)
        (frame.data, frame.data_length) = (payload.bindMemory(to: UInt8.self).baseAddress, payload.count)
        wslay_frame_send(frames, &frame)
    }

    /// Writes what waits by `write`, which tells how much it took; 0 where that was nothing.
    func flush<Failure: Error>(
        _ write: (UnsafeRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        while waiting > 0 {
            let count = try bytes.withUnsafeBufferPointer { all throws(Failure) in
                try write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[sent...])))
            }
            guard count > 0 else { break }
            sent += count
        }
        guard waiting == 0 else {
            // What was sent is let go of, though more is added before all of it is.
            if sent > Self.keptRoom {
                bytes.removeFirst(sent)
                sent = 0
            }
            return
        }
        bytes.removeAll(keepingCapacity: bytes.count <= Self.keptRoom)
        sent = 0
    }
}
