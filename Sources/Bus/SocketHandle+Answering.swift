import CZeroMQ
import Glibc

extension SocketHandle {
    /// What a look for a request found.
    enum Arrival {
        case nothing
        /// A message that is no request: it was dropped and counted.
        case malformed
        /// A request, valid until the next call.
        case request(Frames)
    }

    /// The next message of a ROUTER, taken apart: who sent it and its envelope up to the empty frame go
    /// into `address`, what follows is the request.
    func receiveRequest(_ address: inout ReturnAddress) throws(BusError) -> Arrival {
        address.clear()
        guard try take(inbox) else { return .nothing }
        var isKept = address.append(bytes(inbox))
        while zmq_msg_more(inbox) != 0 {
            guard try take(inbox) else { break }
            if zmq_msg_size(inbox) == 0 {
                guard isKept, zmq_msg_more(inbox) != 0 else { break }
                return try receive().map { .request($0) } ?? .nothing
            }
            isKept = isKept && address.append(bytes(inbox))
        }
        try dropRest()
        address.clear()
        counters.malformed += 1
        return .malformed
    }

    /// Takes what is left of a message that is not wanted.
    private func dropRest() throws(BusError) {
        while zmq_msg_more(inbox) != 0, try take(inbox) {}
    }

    /// Sends an answer back the way its request came. ROUTER never waits: where the peer is gone, or reads
    /// nothing, all of it is dropped.
    func answer(
        _ address: ReturnAddress, _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) throws(BusError) {
        let largest = max(topic.count, payload.count)
        guard largest <= Frames.largest else { throw .frameTooLarge(endpoint: place, bytes: largest) }
        guard !address.isEmpty else { return }
        let isWhole = try address.bytes.withBytes { (kept) throws(BusError) -> Bool in
            var start = 0
            for end in address.ends {
                let frame = UnsafeRawBufferPointer(rebasing: kept[start..<end])
                guard try pass(frame, flags: ZMQ_DONTWAIT | ZMQ_SNDMORE) else { return false }
                start = end
            }
            let empty = UnsafeRawBufferPointer(start: nil, count: 0)
            for frame in [empty, topic] {
                guard try pass(frame, flags: ZMQ_DONTWAIT | ZMQ_SNDMORE) else { return false }
            }
            return try pass(payload, flags: ZMQ_DONTWAIT)
        }
        if isWhole { counters.sent += 1 } else { counters.refused += 1 }
    }
}
