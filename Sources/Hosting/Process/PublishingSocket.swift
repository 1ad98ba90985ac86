import Bus
import Delivery
import Wire

/// The PUB socket of a process: frames leave by it, and whoever joins is seen there.
final class PublishingSocket: FrameSink {
    /// Bound, and in the reactor's poll set, so that joins are seen.
    package let socket: Socket

    init(_ socket: consuming Socket) { self.socket = socket }

    func publish(topic: [UInt8], payload: UnsafeRawBufferPointer) throws {
        try socket.publish(topic: topic, payload: payload)
    }

    func publish(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) throws(BusError) {
        try socket.publish(topic: topic, payload: payload)
    }

    /// The prefixes that somebody joined since the last call.
    func takeJoins() throws(BusError) -> [[UInt8]] {
        var prefixes: [[UInt8]] = []
        try socket.drain { frames in
            if let subscription = frames.subscription, subscription.isJoin {
                prefixes.append(Array(subscription.prefix))
            }
        }
        return prefixes
    }
}
