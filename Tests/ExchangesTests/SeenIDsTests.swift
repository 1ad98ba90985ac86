import Exchanges
import TestSupport
import Testing

@Suite struct SeenIDsTests {
    @Test func `numbers of a few streams are remembered however old, in any order of the streams`() {
        let seed: UInt64 = 25
        var random = SeededGenerator(seed: seed)
        for _ in 0..<30 {
            var next: [Int64] = (0..<4).map { Int64($0) * 1_000_000 + Int64.random(in: 0...1_500, using: &random) }
            var (seen, known) = (SeenIDs(), Set<Int64>())
            for _ in 0..<2_000 {
                let stream = Int.random(in: 0..<4, using: &random)
                let id: Int64 =
                    Int.random(in: 0..<3, using: &random) == 0 && !known.isEmpty
                    ? known.sorted()[Int.random(in: 0..<known.count, using: &random)] : next[stream]
                if id == next[stream] { next[stream] += 1 }
                let (isNew, wasNew) = (seen.insert(id), known.insert(id).inserted)
                #expect(isNew == wasNew, "seed \(seed), number \(id)")
            }
        }
    }

    @Test func `runs that meet become one, and of many runs the newest are kept`() {
        var seen = SeenIDs()
        func new(_ ids: [Int64]) -> [Bool] { ids.map { seen.insert($0) } }
        #expect(new([5, 7, 6, 3, 4]) == [true, true, true, true, true])
        #expect(new([3, 4, 5, 6, 7]) == [false, false, false, false, false])
        _ = new((0..<7).map { 100 + 2 * $0 })
        #expect(new([5, 100]) == [false, false])
        _ = new((0..<16).map { 200 + 2 * $0 })
        #expect(new([5, 230, 0, 0, .max, .max]) == [true, false, true, false, true, false])
    }
}
