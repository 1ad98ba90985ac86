@testable import Hosting
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

    @Test func `an answer stays below the largest frame`() {
        var ring = FrameRing()
        let frame = [UInt8](repeating: 7, count: 10_000)
        for number in 1...100 { frame.withUnsafeBytes { ring.keep($0, sequence: UInt64(number)) } }
        #expect(ring.frames(from: 1, to: 100).count == 6)
    }
}
