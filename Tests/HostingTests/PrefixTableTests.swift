@testable import Delivery
import TestSupport
import Testing

@Suite struct PrefixTableTests {
    @Test func `a topic matches as it would at a SUB socket`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let prefixes = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.word(&random) }
            let topic = Self.word(&random)
            let wanted = prefixes.contains { topic.starts(with: $0) }
            #expect(topic.withUnsafeBytes { PrefixTable(prefixes).matches($0) } == wanted, "\(topic) of \(prefixes)")
        }
    }

    private static func word(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
    }
}
