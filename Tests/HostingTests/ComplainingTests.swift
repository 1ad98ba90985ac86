import Exchanges
import Testing

@testable import Cores

@Suite struct ComplainingTests {
    private let second: Int64 = 1_000_000_000
    private func complaints(_ lines: Int, _ count: Int) -> FeedComplaints {
        FeedComplaints(lines: (0..<lines).map { "line \($0)" }, count: count)
    }

    @Test func `lines are told as they come, once a second, and each once`() {
        var complaining = Complaining()
        #expect(complaining.lines(complaints(0, 0), at: 0) == [])
        #expect(complaining.lines(complaints(1, 1), at: second) == ["line 0"])
        #expect(complaining.lines(complaints(2, 2), at: second + 1) == [])
        #expect(complaining.lines(complaints(3, 3), at: 2 * second) == ["line 1", "line 2"])
        #expect(complaining.lines(complaints(3, 3), at: 9 * second) == [])
    }

    @Test func `what has no line is counted once a minute, and all at the end`() {
        var complaining = Complaining()
        #expect(complaining.lines(complaints(1, 5), at: 0) == ["line 0", "4 more could not be used, 5 in all"])
        #expect(complaining.lines(complaints(1, 7), at: 30 * second) == [])
        #expect(complaining.lines(complaints(1, 9), at: 60 * second) == ["4 more could not be used, 9 in all"])
        #expect(complaining.lines(complaints(1, 10), at: 61 * second, isLast: true) == ["1 more could not be used, 10 in all"])
    }
}
