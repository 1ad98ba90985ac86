import Configuration
import Market
import Messages
import Testing

@testable import L2Tactic

@Suite struct TrackRecordTests {
    private let settings = TacticSettings()
    private let prior = 0.45 - 0.55 / 1.5

    private func record(_ results: [Double], after age: TimeSpan = .seconds(0)) -> Double {
        var record = TrackRecord()
        let start = Timestamp(milliseconds: 1_746_403_200_000)
        for result in results { record.add(result, at: start, halfLife: .days(7)) }
        return record.kelly(at: start + age, settings, halfLife: .days(7))
    }

    @Test func `begins with the configured belief, learns, and forgets`() {
        #expect(abs(record([]) - prior) < 1e-12)
        #expect(record([1.5, 1.5, 1.5]) > prior && record([-1]) < prior)
        let losses = [Double](repeating: -1, count: 40)
        #expect(abs(record(losses) - prior / 10) < 1e-12, "a tenth stays, so that it can recover")
        #expect(abs(record([-1, 3], after: .days(365)) - prior) < 1e-9)
    }

    @Test func `ten even trades weigh as much as the belief`() {
        // 5 wins of 2 and 5 losses of 1 beside 4.5 of 1.5 and 5.5 of 1.
        let rate = 9.5 / 20
        let payoff = (4.5 * 1.5 + 5 * 2) / 9.5
        let trades = (0..<10).map { $0.isMultiple(of: 2) ? 2.0 : -1 }
        #expect(abs(record(trades) - (rate - (1 - rate) / payoff)) < 1e-12)
    }
}
