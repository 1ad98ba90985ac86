@testable import Delivery
import Stages
import Testing

@Suite struct FrameFaultsTests {
    /// The numbers of the frames that come through, in order.
    private func through(_ faults: String, _ count: Int, salt: String = "") throws -> (seen: [Int], FaultyBorder) {
        var border = FaultyBorder(try #require(try FrameFaults(faults, salt: salt)))
        var seen: [Int] = []
        for number in 0..<count {
            withUnsafeBytes(of: number) { payload in
                border.pass(UnsafeRawBufferPointer(start: nil, count: 0), payload) { _, bytes in
                    seen.append(bytes.loadUnaligned(as: Int.self))
                }
            }
        }
        return (seen, border)
    }

    @Test func `frames are lost, doubled and late by their shares, and nothing else happens to them`() throws {
        let count = 10_000
        let (seen, border) = try through("drop=0.05,double=0.02,delay=0.03,seed=7", count)
        #expect((400...600).contains(border.dropped))
        #expect((130...270).contains(border.doubled))
        #expect((220...380).contains(border.delayed))
        let different = Set(seen)
        #expect(count - different.count - Int(border.dropped) <= FrameFaults.longestDelay)
        #expect(seen.count - different.count == Int(border.doubled))
        for (place, number) in seen.enumerated() {
            let before = seen[..<place].suffix(3 * FrameFaults.longestDelay).max() ?? 0
            #expect(before - number <= FrameFaults.longestDelay)
        }
    }

    @Test func `the same seed gives the same faults, each process its own`() throws {
        let faults = "drop=0.2,delay=0.1,seed=3"
        #expect(try through(faults, 500).seen == through(faults, 500).seen)
        #expect(try through(faults, 500, salt: "executor.0").seen != through(faults, 500).seen)
        #expect(try through("drop=0.2,delay=0.1,seed=4", 500).seen != through(faults, 500).seen)
        #expect(try FrameFaults("") == nil)
    }

    @Test(arguments: ["drop", "drop=x", "drop=-0.1", "lose=0.1", "seed=-1", "drop=0.6,double=0.5", "drop=nan", ","])
    func `text that is none is refused with what was expected`(_ text: String) {
        #expect(throws: HostError.self) { try FrameFaults(text) }
    }
}
