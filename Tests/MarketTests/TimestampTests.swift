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

    @Test(arguments: [
        ("2025-05-08T10:00+02:00", "2025-05-08T08:00:00.000Z"), ("2025-05-08T10:00-0330", "2025-05-08T13:30:00.000Z"),
        ("2025-05-08 10:00:30+05", "2025-05-08T05:00:30.000Z"), ("2025-05-08T10:00:00.250Z", "2025-05-08T10:00:00.250Z"),
        ("2025-05-08t10:00z", "2025-05-08T10:00:00.000Z"), ("2025-05-08 10:00:00 UTC", "2025-05-08T10:00:00.000Z"),
        ("2024-02-29", "2024-02-29T00:00:00.000Z"), ("2000-02-29", "2000-02-29T00:00:00.000Z"),
        ("2025-05-08T24:00", "2025-05-09T00:00:00.000Z"), ("2025-12-31T24:00:00Z", "2026-01-01T00:00:00.000Z"),
        ("2025-01-01T00:30+01:00", "2024-12-31T23:30:00.000Z"), ("2025-05-08T10:00:00,5", "2025-05-08T10:00:00.500Z"),
        ("2025-05-08T10", "2025-05-08T10:00:00.000Z"), ("2025-05-08T10:00:00.1230000000", "2025-05-08T10:00:00.123Z"),
    ])
    func `offsets are honoured, and days and hours are those of the calendar`(_ text: String, _ utc: String) throws {
        #expect(try Timestamp(parsing: text).description == utc)
    }

    @Test(arguments: [
        ("2025-02-31", TimeTextError.noSuchDay), ("2025-02-29", .noSuchDay), ("1900-02-29", .outOfRange),
        ("2100-02-29", .noSuchDay), ("2025-04-31", .noSuchDay), ("2025-00-10", .noSuchDay), ("2025-01-00", .noSuchDay),
        ("2025-05-08T24:01", .noSuchTime), ("2025-05-08T23:60", .noSuchTime), ("2025-06-30T23:59:60Z", .noSuchTime),
        ("2025-05-08T10:00+14:01", .noSuchOffset), ("2025-05-08T10:00+02:60", .noSuchOffset),
        ("2025-05-08T10:00:00.0000000001", .tooFine), ("1970-01-01T00:30+01:00", .outOfRange),
        ("2200-01-01", .outOfRange), ("2025-05-08T10:00+", .malformed), ("2025-05-08T10:00+2", .malformed),
        ("2025-05-08T", .malformed), ("2025-05-08Z", .malformed), ("2025-5-8", .malformed), ("20250508", .malformed),
        ("08.05.2025", .malformed), ("2025/05/08", .malformed), ("2025-05-08T10:00 ", .malformed),
        (" 2025-05-08", .malformed), ("2025-05-08T10:00:00.Z", .malformed), ("2025-05-08T1000", .malformed),
        ("2025-05-08T10:00 02:00", .malformed), ("2025-05-08T10:00UTX", .malformed), ("1746403200000", .malformed),
    ])
    func `what is no moment is refused with its reason`(_ text: String, _ why: TimeTextError) {
        #expect(throws: why) { try Timestamp(parsing: text) }
    }

    @Test func `every day of two centuries is read, and none between them`() throws {
        var (days, moment) = (0, Timestamp.zero)
        for year in 1970..<2170 {
            for month in 1...12 {
                for day in 1...31 {
                    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
                    guard let found = Timestamp(iso8601: "\(year)-\(two(month))-\(two(day))") else { continue }
                    #expect(found == moment, "\(year)-\(month)-\(day)")
                    moment = moment + .days(1)
                    days += 1
                }
            }
        }
        #expect(days == 200 * 365 + 49)
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
