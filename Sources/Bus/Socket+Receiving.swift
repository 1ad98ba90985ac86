import CZeroMQ
import Glibc

extension Socket {
    /// Takes one message if there is one and shows it to `body`, without copying it; `false` if none.
    /// `body` may send on this socket (an answer, say) but must not receive on it.
    public borrowing func receive(_ body: (Frames) -> Void) throws(BusError) -> Bool {
        guard let frames = try handle.receive() else { return false }
        body(frames)
        return true
    }

    /// Takes up to `cap` messages and returns how many there were. What is left makes the socket
    /// ready again at once, after timers and the other sockets have had their turn.
    @discardableResult
    public borrowing func drain(upTo cap: Int = 256, _ body: (Frames) -> Void) throws(BusError) -> Int {
        var count = 0
        while count < cap, let frames = try handle.receive() {
            body(frames)
            count += 1
        }
        return count
    }
}

extension SocketHandle {
    /// The next message, valid until the next call.
    func receive() throws(BusError) -> Frames? {
        guard try take(inbox) else { return nil }
        var count = 1
        var last = inbox
        // ZeroMQ delivers a message's frames together, so that none of these can be missing.
        while zmq_msg_more(last) != 0 {
            last = inbox + min(count, 2)
            guard try take(last) else { break }
            count += 1
        }
        counters.received += 1
        counters.extraFrames += max(0, count - 2)
        return frames(count)
    }

    private func frames(_ count: Int) -> Frames {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let topic = bytes(inbox)
        let payload = count > 1 ? bytes(inbox + 1) : none
        let largest = max(topic.count, payload.count)
        guard largest > Frames.largest else {
            return Frames(topic: topic, payload: payload, count: count, tooLargeBytes: 0)
        }
        counters.tooLarge += 1
        return Frames(
            topic: topic.count > Frames.largest ? none : topic, payload: none, count: count,
            tooLargeBytes: largest)
    }

    func bytes(_ message: UnsafeMutablePointer<zmq_msg_t>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))
    }

    func take(_ message: UnsafeMutablePointer<zmq_msg_t>) throws(BusError) -> Bool {
        while zmq_msg_recv(message, raw, ZMQ_DONTWAIT) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN:
                // Nothing is there, and ZeroMQ has just looked: what comes now, the descriptor tells.
                wasUsed = wantsToSend
                return false
            default: throw .lastZeroMQ("zmq_msg_recv", on: place)
            }
        }
        wasUsed = true
        return true
    }
}
