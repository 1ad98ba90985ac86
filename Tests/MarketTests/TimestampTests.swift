import Foundation
import Market
import TestSupport
import Testing

@Suite struct TimestampTests {
    @Test func `text and moment are one, and the calendar is Foundation's`() throws {
        let calendar = ISO8601DateFormatter()
        for seed in UInt64(1)...2000 {
            var generator = SeededGenerator(seed: seed)
            let seconds = Int64.random(in: 0..<7_258_118_400, using: &generator)
            let moment = Timestamp(milliseconds: seconds * 1000 + 7)
            let expected = calendar.string(from: Date(timeIntervalSince1970: Double(seconds))).dropLast()
            #expect(moment.description == "\(expected).007Z", "seed \(seed)")
            #expect(Timestamp(iso8601: moment.description)?.seconds == seconds, "seed \(seed)")
        }
    }

    @Test func `short forms are read and nonsense is not`() {
        let moment = Timestamp(iso8601: "2025-05-04T15:36:00.000Z")
        #expect(moment == Timestamp(iso8601: "2025-05-04T15:36") && moment?.milliseconds == 1_746_372_960_000)
        #expect(Timestamp(iso8601: "2025-05-04")?.description == "2025-05-04T00:00:00.000Z")
        for text in ["", "2025", "2025-13-01", "2025-05-04T25:00", "1960-01-01", "yesterday", "2025-05-04T15:61"] {
            #expect(Timestamp(iso8601: text) == nil, "\(text)")
        }
        #expect(Timestamp.never.description == "never")
    }

    @Test func `periods begin on their grid`() {
        let moment = Timestamp(milliseconds: 1_746_373_019_999)
        #expect(moment.floor(to: .minutes(5)) == Timestamp(iso8601: "2025-05-04T15:35"))
        #expect(moment.next(multipleOf: .minutes(1)) == Timestamp(iso8601: "2025-05-04T15:37"))
        #expect(moment.day == 20212 && Timestamp.never + .days(1) == .never)
        #expect(Timeframe.allCases.map { "\($0.wireName)" } == ["1m", "5m", "15m", "1h", "4h", "1d"])
        #expect(Timeframe.allCases.allSatisfy { $0.span == .minutes(Int64($0.minutes)) })
    }
}
