/// Durations in buckets that grow with them, 32 to each doubling: any number of them in constant
/// memory, each known to within 2 % (the scheme of HdrHistogram: Tene, 2012).
package struct LatencyHistogram: Sendable {
    private var buckets = [UInt64](repeating: 0, count: 60 * 32)
    /// How many were added.
    package private(set) var count: UInt64 = 0

    package init() {}

    /// Adds a duration in nanoseconds; one below zero (clocks that differ) counts as zero.
    package mutating func add(_ nanoseconds: Int64) {
        buckets[Self.bucket(UInt64(max(0, nanoseconds)))] += 1
        count += 1
    }

    /// The nearest-rank percentile in nanoseconds, from 0 to 100; `nil` without any duration.
    package func percentile(_ percent: Double) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, UInt64((Double(count) * min(max(percent, 0), 100) / 100).rounded(.up)))
        var seen: UInt64 = 0
        for (index, held) in buckets.enumerated() {
            seen += held
            if seen >= rank { return Self.middle(index) }
        }
        return nil
    }

    /// A percentile in microseconds, as in "11.9"; "0.0" without any duration.
    package func microseconds(_ percent: Double) -> String {
        "\(Double((percentile(percent) ?? 0) / 100) / 10)"
    }

    private static func bucket(_ value: UInt64) -> Int {
        guard value >= 32 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - 4) * 32 + Int(value >> UInt64(exponent - 5) & 31)
    }

    private static func middle(_ index: Int) -> Int64 {
        guard index >= 32 else { return Int64(index) }
        let shift = Int64(index / 32 - 1)
        let lowest = (32 + Int64(index % 32)) << shift
        return lowest + (Int64(1) << shift) / 2
    }
}
