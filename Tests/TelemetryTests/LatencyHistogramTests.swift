import TestSupport
@testable import Telemetry
import Testing

@Suite struct LatencyHistogramTests {
    @Test func `without a duration there is no percentile`() {
        #expect(LatencyHistogram().percentile(50) == nil)
    }

    @Test func `below 32 ns percentiles are exact, by nearest rank`() {
        var histogram = LatencyHistogram()
        for value in Int64(1)...20 { histogram.add(value) }
        #expect(histogram.percentile(50) == 10 && histogram.percentile(99) == 20)
        #expect(histogram.percentile(0) == 1 && histogram.percentile(100) == 20)
        histogram.add(-5)
        #expect(histogram.percentile(0) == 0)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `percentiles of any durations are within 2 percent of the sorted ones`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var histogram = LatencyHistogram()
        let values = (0..<2_000).map { _ in
            Int64(generator.next() >> UInt64.random(in: 1...60, using: &generator))
        }
        for value in values { histogram.add(value) }
        let sorted = values.sorted()
        for percent in [1.0, 10, 50, 90, 99, 100] {
            let exact = Double(sorted[max(1, Int((2_000 * percent / 100).rounded(.up))) - 1])
            let found = Double(histogram.percentile(percent) ?? -1)
            #expect(abs(found - exact) <= exact * 0.02, "seed \(seed), p\(percent): \(found) for \(exact)")
        }
    }

    @Test func `the longest duration has its place`() {
        var histogram = LatencyHistogram()
        histogram.add(.max)
        #expect((histogram.percentile(50) ?? 0) > Int64.max / 100 * 98)
    }
}
