import CBenchPeer
import Glibc

/// What one side measured, after its warm-up.
struct PeerResult {
    /// Nanoseconds.
    var latencies: [Int64]
    var meter = strata_bench_meter()

    init(count: Int) { latencies = Array(repeating: 0, count: count) }

    /// Reads what `write` wrote; `nil` where the peer failed.
    init?(bytes: [UInt8], dropping warmUp: Int) {
        let numbers = bytes.count / 8
        guard numbers > warmUp + 3, bytes.count % 8 == 0 else { return nil }
        let all = bytes.withUnsafeBytes { raw in
            (0..<numbers).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self) }
        }
        meter.cpu = all[0]
        meter.ours = all[1]
        meter.zeromq = all[2]
        latencies = Array(all[(3 + warmUp)...])
    }

    func write() {
        let all = [meter.cpu, meter.ours, meter.zeromq] + latencies
        all.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(1, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                guard count > 0 else { return }
                done += count
            }
        }
    }

    /// Microseconds.
    func percentile(_ share: Double) -> Double {
        Figures.percentile(share, ofSorted: latencies.sorted().map { Double($0) / 1000 })
    }

    /// CPU time of a message, ns, I/O thread included.
    var cpu: Double { Double(meter.cpu) / Double(latencies.count) }
    /// Allocations of a message that are not libzmq's.
    var allocations: Double { Double(meter.ours) / Double(latencies.count) }
    /// Allocations of a message by libzmq.
    var zeromqAllocations: Double { Double(meter.zeromq) / Double(latencies.count) }
}
