import CZeroMQ
import Glibc

extension Socket {
    /// Publishes topic and payload to whoever subscribes. It never waits: a subscriber over its
    /// high-water mark loses the message.
    public borrowing func publish(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer
    ) throws(BusError) {
        _ = try handle.transmit(topic, payload)
    }

    /// Publishes two frames, the topic from an array that is kept, the payload from a codec's buffer.
    public borrowing func publish(topic: [UInt8], payload: UnsafeRawBufferPointer) throws(BusError) {
        let handle = handle
        try topic.withBytes { (topic) throws(BusError) in
            _ = try handle.transmit(topic, payload)
        }
    }

    /// Publishes topic and payload.
    public borrowing func publish(topic: [UInt8], payload: [UInt8]) throws(BusError) {
        _ = try send(topic: topic, payload: payload)
    }

    /// Sends two frames; `false` if ZeroMQ can't take them now (nothing was sent).
    public borrowing func send(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer
    ) throws(BusError) -> Bool {
        try handle.transmit(topic, payload) == .sent
    }

    /// Sends two frames; `false` if ZeroMQ can't take them now (nothing was sent).
    public borrowing func send(topic: [UInt8], payload: [UInt8]) throws(BusError) -> Bool {
        let handle = handle
        return try topic.withBytes { (topic) throws(BusError) -> Bool in
            try payload.withBytes { (payload) throws(BusError) -> Bool in
                try handle.transmit(topic, payload) == .sent
            }
        }
    }

    /// Sends one frame; `false` if ZeroMQ can't take it now.
    public borrowing func send(_ frame: UnsafeRawBufferPointer) throws(BusError) -> Bool {
        try handle.transmit(frame, nil) == .sent
    }

    /// Sends one frame; `false` if ZeroMQ can't take it now.
    public borrowing func send(_ frame: [UInt8]) throws(BusError) -> Bool {
        let handle = handle
        return try frame.withBytes { (frame) throws(BusError) -> Bool in
            try handle.transmit(frame, nil) == .sent
        }
    }
}

extension SocketHandle {
    /// What became of a message.
    enum Transmission {
        case sent
        /// Not taken; the socket is as before.
        case refused
        /// The peer went between two frames: the message is gone, and a REQ is left in mid-message.
        case cut
    }

    func transmit(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer?) throws(BusError)
        -> Transmission
    {
        let largest = max(first.count, second?.count ?? 0)
        guard largest <= Frames.largest else { throw .frameTooLarge(endpoint: place, bytes: largest) }
        guard try pass(first, flags: second == nil ? ZMQ_DONTWAIT : ZMQ_DONTWAIT | ZMQ_SNDMORE) else {
            counters.refused += 1
            return .refused
        }
        if let second {
            guard try pass(second, flags: ZMQ_DONTWAIT) else {
                counters.refused += 1
                return .cut
            }
        }
        counters.sent += 1
        return .sent
    }

    func pass(_ bytes: UnsafeRawBufferPointer, flags: Int32) throws(BusError) -> Bool {
        wasUsed = true
        while zmq_send(raw, bytes.baseAddress, bytes.count, flags) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return false
            default: throw .lastZeroMQ("zmq_send", on: place)
            }
        }
        return true
    }
}
