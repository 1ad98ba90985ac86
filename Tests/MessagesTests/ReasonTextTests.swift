import Foundation
import Market
import Messages
import Testing

@Suite struct ReasonTextTests {
    private static let figures: [Double] = [
        .nan, .infinity, -.infinity, 0, -0.5, 1, 0.1, 64_000.05, 1.7e9, 1e300, 1e-9,
    ]

    @Test(arguments: ReasonCode.allCases)
    func `no sentence has a hole, whatever its figures are`(_ code: ReasonCode) {
        for found in Self.figures {
            for limit in Self.figures {
                let text = Reason(code, found: found, limit: limit).text
                #expect(!text.contains("?") && !text.contains("nan") && !text.contains("inf"), "\(text)")
                #expect(!text.isEmpty && !text.contains("\n"))
            }
        }
    }

    @Test(arguments: ReasonCode.allCases)
    func `a code that needs figures tells them`(_ code: ReasonCode) {
        let (plain, told) = (Reason(code), Reason(code, found: 64_000.05, limit: 17))
        #expect(plain.isWhole == (code.figures == .none) && told.isWhole)
        if code.figures != .none { #expect(plain.text != told.text, "\(told.text)") }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let reason: Reason
        let testDescription: String

        init(_ code: ReasonCode, _ found: Double, _ limit: Double, _ text: String) {
            reason = Reason(code, found: found, limit: limit)
            testDescription = text
        }
    }

    static let sentences: [Case] = [
        Case(.totalExposure, 1100, 1000, "Total exposure $1100 > $1000"),
        Case(
            .priceOffTick, 64_000.05, 0.1,
            "price 64000.05 is not on the tick of 0.1; the nearest are 64000 and 64000.1"),
        Case(
            .priceOffTick, 0.00000123, 0.00001,
            "price 0.00000123 is not on the tick of 0.00001; the nearest is 0.00001"),
        Case(
            .quantityOffStep, 0.0105, 0.001,
            "quantity 0.0105 is not on the step of 0.001; the nearest are 0.01 and 0.011"),
        Case(.quantityTooLarge, 121, 120, "quantity 121 is above the exchange's largest of 120"),
        Case(.quantityTooSmall, 0.0009, 0.001, "quantity 0.0009 is below the smallest of 0.001"),
        Case(
            .priceOutOfBand, 70_000, 67_200,
            "price 70000 is above the highest that the exchange takes now, 67200"),
        Case(
            .priceOutOfBand, 50_000, 60_800,
            "price 50000 is below the lowest that the exchange takes now, 60800"),
        Case(
            .stopRounded, 62_999.95, 63_000,
            "stop 62999.95 was tightened to 63000, the next on the exchange's tick"),
        Case(.notEnoughLiquidity, 200, 500, "the market offers $200 for an order of $500"),
        Case(.orderTooSmall, 4.5, 5, "order of $4.5 is below the smallest of $5"),
        Case(.confidenceTooLow, 0.6, 0.6, "confidence 60% is not above 60%"),
        Case(.signalIDTooLong, 0, 28, "signal_id is empty"),
        Case(.feedStale, 12, 10, "market data is 12 s old; at most 10 s"),
        Case(.expired, 1_746_375_060, 1_746_375_060, "its time ended at 2025-05-04T16:11:00.000Z"),
        Case(.nothingToReduce, 0.5, 0.2, "of 0.5 to reduce only 0.2 is left"),
        Case(.nothingToReduce, 0.5, 0, "there is no position left to reduce"),
    ]

    @Test(arguments: sentences) func `a sentence is one that a person understands`(_ row: Case) {
        #expect(row.reason.text == row.testDescription)
    }

    /// Where the sources make a reason: one whose sentence needs figures is made with them.
    @Test func `no reason is made without the figures that its sentence needs`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var made = 0
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /(?:Reason|Refused)\(\s*\.(\w+)\s*([,(]?)/) where match.2 != "(" {
                let code = try #require(
                    ReasonCode.allCases.first { "\($0)" == match.1 }, "\(file.lastPathComponent): \(match.0)")
                made += 1
                let isBare = match.2.isEmpty && code.figures != .none
                #expect(!isBare, "\(file.lastPathComponent): \(match.0)")
            }
        }
        #expect(made > 60)
    }
}
