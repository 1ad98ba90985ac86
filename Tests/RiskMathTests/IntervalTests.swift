import Glibc
import RiskMath
import Testing

/// The intervals beside shares and means, against tables.
@Suite struct IntervalTests {
    /// Wilson (1927) by R's `binom::binom.wilson`.
    @Test(arguments: [
        (0, 10, 0.0, 0.277533), (5, 10, 0.236593, 0.763407), (10, 10, 0.722467, 1.0), (81, 263, 0.255289, 0.366210),
        (1, 1, 0.206549, 1.0),
    ])
    func `a share's interval is Wilson's`(_ hits: Int, _ trials: Int, _ low: Double, _ high: Double) {
        let range = WilsonInterval.of(hits, among: trials)
        #expect(abs(range.lowerBound - low) < 5e-6 && abs(range.upperBound - high) < 5e-6, "\(range)")
    }

    @Test func `of nothing every share is possible`() { #expect(WilsonInterval.of(0, among: 0) == 0...1) }

    /// Tables of Student's t.
    @Test(arguments: [
        (1, 12.7062), (2, 4.30265), (3, 3.18245), (4, 2.77645), (9, 2.26216), (29, 2.04523), (99, 1.98422), (999, 1.96234),
    ])
    func `Student's quantile is the table's`(_ degrees: Int, _ quantile: Double) {
        #expect(abs(StudentT.upper(degrees: degrees) / quantile - 1) < 0.002)
    }

    @Test func `a mean's interval is t times its standard error, and parts make the whole`() throws {
        let values = [1.0, 2, 4, 8, -3]
        var (whole, first, second) = (MeanInterval(), MeanInterval(), MeanInterval())
        for value in values { whole.add(value) }
        for value in values.prefix(2) { first.add(value) }
        for value in values.dropFirst(2) { second.add(value) }
        first.add(second)
        let half = try #require(whole.half)
        #expect(whole.mean == 2.4 && abs(half - 2.77645 * (16.3 as Double).squareRoot() / (5 as Double).squareRoot()) < 0.01)
        #expect(first.count == 5 && abs(first.mean - 2.4) < 1e-12 && abs((first.half ?? 0) - half) < 1e-9)
        #expect(MeanInterval().half == nil && MeanInterval().mean == 0)
    }
}
