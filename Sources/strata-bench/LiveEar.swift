import Bus
import Glibc
import Stages

/// Hears what a feed handler publishes, and counts what is of the market.
final class LiveEar {
    private static let other = ["heartbeat", "progress", "feed_health", "clock"].map { Array($0.utf8) }
    /// How long nothing comes after the last, ns.
    private static let silence: Int64 = 500_000_000

    private let context: Context
    private let socket: Socket

    init(_ endpoint: Endpoint) throws(HostError) {
        do {
            context = try Context()
            var options = SocketOptions.standard(for: .sub)
            options.receiveHighWaterMark = 0
            socket = try Socket(.sub, in: context, options: options)
            try socket.subscribe(prefix: [])
            try socket.connect(endpoint)
        } catch { throw .failed("\(error)") }
    }

    /// Waits until something of the market has come, at most so long.
    func waitForFirst(seconds: Int64) throws(HostError) -> Bool {
        let end = MonotonicClock.now() + seconds * 1_000_000_000
        while MonotonicClock.now() < end {
            if try count(until: MonotonicClock.now() + 50_000_000) > 0 { return true }
        }
        return false
    }

    /// How many come until there is silence.
    func countUntilSilence() throws(HostError) -> Int {
        var total = 0
        var last = MonotonicClock.now()
        while MonotonicClock.now() - last < Self.silence {
            let found = try count(until: MonotonicClock.now() + 50_000_000)
            if found > 0 { last = MonotonicClock.now() }
            total += found
        }
        return total
    }

    private func count(until deadline: Int64) throws(HostError) -> Int {
        var found = 0
        do {
            guard try socket.waitForInput(until: deadline) else { return 0 }
            _ = try socket.drain(upTo: 4096) { frames in
                if !Self.other.contains(where: { frames.topic.starts(with: $0) }) { found += 1 }
            }
        } catch { throw .failed("\(error)") }
        return found
    }
}
