import Exchanges
import Market
import Messages
import Testing

@Suite struct DepthSequencerTests {
    private func level(_ price: Int, _ quantity: Int = 1) -> BookLevel {
        BookLevel(price: Price(price), quantity: Quantity(quantity))
    }

    @Test func `a snapshot comes in parts of at most six levels, first and last marked`() {
        var sequencer = DepthSequencer(symbol: SymbolID(3))
        var out: [Depth] = []
        sequencer.takeSnapshot(100, (0..<8).map { level(50 - $0) } + [level(51)], bids: 8, into: &out)
        #expect(out.map(\.levels.count) == [6, 2, 1])
        #expect(out.map(\.side) == [.buy, .buy, .sell])
        #expect(out.map(\.isFirst) == [true, false, false] && out.map(\.isLast) == [false, false, true])
        #expect(out.allSatisfy { $0.isSnapshot && $0.updateID == 100 && $0.symbol == SymbolID(3) })
    }

    @Test func `diffs wait for the snapshot; those it holds are dropped, the others follow it`() {
        var sequencer = DepthSequencer(symbol: SymbolID(0))
        var out: [Depth] = []
        sequencer.take(DepthUpdate(firstID: 90, lastID: 95), [level(40)], bids: 1, into: &out)
        sequencer.take(DepthUpdate(firstID: 96, lastID: 103), [level(41)], bids: 1, into: &out)
        #expect(out.isEmpty)
        sequencer.takeSnapshot(100, [level(50), level(51)], bids: 1, into: &out)
        #expect(out.map(\.updateID) == [100, 100, 103])
        sequencer.take(DepthUpdate(firstID: 104, lastID: 105), [level(42)], bids: 1, into: &out)
        #expect(out.last?.updateID == 105 && sequencer.dropped == 1 && sequencer.breaks == 0)
    }

    @Test(arguments: [Int64?.none, 99])
    func `a hole in the chain loses the book until the next snapshot`(_ previous: Int64?) {
        var sequencer = DepthSequencer(symbol: SymbolID(0))
        var out: [Depth] = []
        sequencer.takeSnapshot(100, [level(50), level(51)], bids: 1, into: &out)
        sequencer.take(
            DepthUpdate(firstID: 99, lastID: 104, previousID: previous), [level(42)], bids: 1, into: &out)
        out.removeAll()
        let next = DepthUpdate(firstID: 106, lastID: 107, previousID: previous.map { _ in 105 })
        sequencer.take(next, [level(43)], bids: 1, into: &out)
        #expect(out == [DepthSequencer.lostBook(SymbolID(0), id: 107)] && sequencer.breaks == 1)
        out.removeAll()
        sequencer.takeSnapshot(106, [level(50), level(51)], bids: 1, into: &out)
        #expect(out.map(\.updateID) == [106, 106, 107])
    }

    @Test func `a snapshot older than the chain changes nothing`() {
        var sequencer = DepthSequencer(symbol: SymbolID(0))
        var out: [Depth] = []
        sequencer.takeSnapshot(100, [level(50), level(51)], bids: 1, into: &out)
        sequencer.take(DepthUpdate(firstID: 101, lastID: 110), [level(42)], bids: 1, into: &out)
        let before = out
        sequencer.takeSnapshot(105, [level(1), level(2)], bids: 1, into: &out)
        #expect(out == before)
    }
}
