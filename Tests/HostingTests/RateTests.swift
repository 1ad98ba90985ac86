@testable import Delivery
import Messages
import Testing

/// What comes from outside, limited in rate: nothing goes by without a word, and nobody fills a log.
@Suite struct RateTests {
    private static let second: Int64 = 1_000_000_000

    @Test func `a bucket gives what it holds at once, and then at its rate`() {
        var bucket = TokenBucket(rate: 20, capacity: 100)
        let start = 7 * Self.second
        #expect((0..<1_000).count { _ in bucket.take(at: start) } == 100)
        for tick in 1...10 {
            let now = start + Int64(tick) * Self.second
            #expect((0..<1_000).count { _ in bucket.take(at: now) } == 20, "second \(tick)")
        }
        #expect((0..<1_000).count { _ in bucket.take(at: start + 1_000 * Self.second) } == 100)
        var back = TokenBucket(rate: 1, capacity: 1)
        #expect(back.take(at: start) && !back.take(at: start - Self.second))
    }

    @Test func `of ten thousand signals a second as many are let in as the rate says, and the rest know why`() {
        var gate = SignalGate(rate: 20)
        var taken = 0
        var last: Reason?
        for tick in 0..<100_000 {
            let reason = gate.refusal(at: Int64(tick) * Self.second / 10_000)
            if reason == nil { taken += 1 } else { last = reason }
        }
        #expect((290...300).contains(taken), "\(taken)")
        #expect(last?.code == .tooManySignals && last?.limit == 20 && last?.found == 10_000, "\(String(describing: last))")
        #expect(last?.text.contains("20 a second") == true, "\(last?.text ?? "")")
    }

    @Test func `refusals are told at a rate that fills no log, and none is silent for ever`() {
        nonisolated(unsafe) var lines: [String] = []
        let log = RefusalLog { lines.append($0) }
        for tick in 0..<10_000 { log.add("why \(tick)", at: Int64(tick) * Self.second / 10_000) }
        #expect(lines == (0..<20).map { "why \($0)" })
        log.tell(at: 5 * Self.second)
        #expect(lines.count == 20)
        log.tell(at: 11 * Self.second)
        #expect(lines.last == "9980 more were refused; the last: why 9999" && lines.count == 21)
        log.tell(at: 40 * Self.second)
        #expect(lines.count == 21)
        log.add("again", at: 100 * Self.second)
        #expect(lines.last == "again")
        for _ in 0..<50 { log.add("one", at: 100 * Self.second) }
        log.tellRest()
        #expect(lines.last?.hasSuffix("more were refused; the last: one") == true)
    }
}
