import Bus
import Delivery
import Wire

/// The PUB socket of a stage: frames leave by it, and whoever joins is seen there. The other stages of its
/// process hear the same frames by its port.
final class PublishingSocket: FrameSink {
    /// Bound, and in the reactor's poll set, so that joins are seen.
    package let socket: Socket
    private let port: IntraProcessPort?
    /// Said, and not given to the socket yet.
    private var waiting = WordQueue()

    init(_ socket: consuming Socket, _ port: IntraProcessPort? = nil) {
        self.socket = socket
        self.port = port
    }

    func publish(topic: [UInt8], payload: UnsafeRawBufferPointer) throws {
        try socket.publish(topic: topic, payload: payload)
        guard let port else { return }
        topic.withUnsafeBytes { port.publish($0, payload) }
    }

    /// Says a frame to other processes at once.
    func publish(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) throws {
        try socket.publish(topic: topic, payload: payload)
    }

    /// Says a frame to the other stages of the process now, to all others by the next `flush`: what is asked
    /// and answered in the same step does not wait until they are woken.
    func publishSoon(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        waiting.append(.frame, topic, payload)
        port?.publish(topic, payload)
    }

    /// Gives the socket what waits.
    func flush() throws {
        guard !waiting.isEmpty else { return }
        try waiting.forEach { try socket.publish(topic: $1, payload: $2) }
        waiting.clear()
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
