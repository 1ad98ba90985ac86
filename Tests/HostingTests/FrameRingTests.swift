@testable import Delivery
import TestSupport
import Testing

@Suite struct FrameRingTests {
    private func ring(_ count: Int) -> FrameRing {
        var ring = FrameRing()
        for number in 1...count { withUnsafeBytes(of: number) { ring.keep($0, sequence: UInt64(number)) } }
        return ring
    }

    private func numbers(_ frames: [[UInt8]]) -> [Int] {
        frames.map { $0.withUnsafeBytes { $0.loadUnaligned(as: Int.self) } }
    }

    @Test func `frames come again by their numbers, oldest first`() {
        #expect(numbers(ring(10).frames(from: 4, to: 6)) == [4, 5, 6])
        #expect(numbers(ring(10).frames(from: 9, to: .max)) == [9, 10])
        #expect(ring(10).frames(from: 11, to: 20).isEmpty)
        #expect(FrameRing().frames(from: 1, to: 5).isEmpty)
    }

    @Test func `what was pushed out is not there any more`() {
        let kept = numbers(ring(1000).frames(from: 1, to: .max))
        #expect(kept.first == 1000 - FrameRing.capacity + 1)
        #expect(kept.last == 1000)
        #expect(kept.count == FrameRing.capacity)
    }

    @Test func `a frame longer than those before changes none of them`() {
        var ring = ring(3)
        let long = [UInt8](repeating: 9, count: 5000)
        long.withUnsafeBytes { ring.keep($0, sequence: 4) }
        withUnsafeBytes(of: 5) { ring.keep($0, sequence: 5) }
        #expect(numbers(ring.frames(from: 1, to: 3)) == [1, 2, 3])
        #expect(ring.frames(from: 4, to: 4) == [long])
        #expect(numbers(ring.frames(from: 5, to: 5)) == [5])
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `frames of all lengths keep their bytes`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var ring = FrameRing()
        var said: [[UInt8]] = []
        for number in 1...2000 as ClosedRange<UInt64> {
            let longest = random.once(in: 100) ? 9000 : random.once(in: 3) ? 600 : 60
            let frame = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: Int.random(in: 1...longest, using: &random))
            frame.withUnsafeBytes { ring.keep($0, sequence: number) }
            said.append(frame)
            let oldest = max(0, said.count - FrameRing.capacity)
            for place in [oldest, (oldest + said.count) / 2, said.count - 1] {
                var kept: [UInt8] = []
                ring.withFrame(UInt64(place + 1)) { kept = Array($0) }
                #expect(kept == said[place], "frame \(place + 1) after \(number), seed \(seed)")
            }
        }
        #expect(ring.oldest(from: 1) == 2000 - UInt64(FrameRing.capacity) + 1)
    }

    @Test func `after a hole nothing before it is told`() {
        var ring = ring(10)
        withUnsafeBytes(of: 20) { ring.keep($0, sequence: 20) }
        #expect(numbers(ring.frames(from: 1, to: .max)) == [20])
        #expect(ring.oldest(from: 1) == 20)
    }

    @Test func `an answer stays below the largest frame`() {
        var ring = FrameRing()
        let frame = [UInt8](repeating: 7, count: 10_000)
        for number in 1...100 { frame.withUnsafeBytes { ring.keep($0, sequence: UInt64(number)) } }
        #expect(ring.frames(from: 1, to: 100).count == 6)
    }
}
