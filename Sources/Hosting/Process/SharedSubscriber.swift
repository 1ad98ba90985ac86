import Bus
import Delivery
import Engine

/// The SUB socket of a process: each other process is heard by one connection, and what it says comes in
/// once, for those of the process's stages that subscribe.
final class SharedSubscriber {
    private struct Listener {
        let prefixes: PrefixTable
        let take: (Frames, HostClock) -> Void
    }

    /// Frames that one call takes before other sockets have their turn.
    private static let limit = 256

    let socket: Socket
    private var listeners: [Listener] = []
    private var subscribed: Set<[UInt8]> = []

    /// Hears all but the stages of this process.
    init(without own: [Topology.Member], _ endpoints: Endpoints, _ context: Context) throws(BusError) {
        socket = try Socket(.sub, in: context)
        for other in endpoints.members where !own.contains(other) {
            try socket.connect(endpoints.publisher(other))
        }
    }

    /// Hands frames whose topics begin so to `take` from now on, with what time it is.
    func listen(
        _ prefixes: [[UInt8]], _ take: @escaping (Frames, HostClock) -> Void
    ) throws(BusError) {
        for prefix in prefixes where subscribed.insert(prefix).inserted {
            try socket.subscribe(prefix: prefix)
        }
        listeners.append(Listener(prefixes: PrefixTable(prefixes), take: take))
    }

    /// Hands on what waits, up to a bound, and lets each frame be followed up before the next; false where
    /// more may wait.
    @discardableResult
    func drain(_ followUp: () throws -> Void = {}) throws -> Bool {
        for _ in 0..<Self.limit {
            let now = HostClock.now
            guard try socket.receive({ hand(on: $0, now) }) else { return true }
            try followUp()
        }
        return false
    }

    private func hand(on frames: Frames, _ now: HostClock) {
        // Of a single listener the socket knows what it wants.
        if listeners.count == 1 { return listeners[0].take(frames, now) }
        for listener in listeners where listener.prefixes.matches(frames.topic) {
            listener.take(frames, now)
        }
    }
}
