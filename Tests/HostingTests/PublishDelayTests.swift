@testable import Hosting
import Testing

@Suite struct PublishDelayTests {
    @Test func `before the first turn it has no figure`() {
        #expect(PublishDelay().field == #""publish_us":{"turns":0}"# && PublishDelay().line == "Published nothing yet")
    }

    @Test func `turns are told in microseconds`() {
        var delay = PublishDelay()
        for _ in 0..<99 { delay.add(12_000) }
        delay.add(800_000)
        // Known to within 2 %.
        #expect(delay.field == #""publish_us":{"turns":100,"p50":11.9,"p99":11.9,"max":794.6}"#)
        #expect(delay.line.contains("100 turns") && delay.line.contains("µs"))
    }
}
