@testable import Engine
@testable import Journals
import Market
import Messages
import Stages
import Testing

/// Which market data a journal of a free run holds: what a decision names, whichever is heard first.
struct JournalInputsTests {
    private func frame(_ message: Message, _ number: UInt64, because cause: EventID = .none) -> Frame {
        let id = EventID(rank: 0, instance: 0, epoch: 1, counter: number)
        return Frame(message: message, id: id, causes: Causes(cause), time: .zero, rank: .feedHandler)
    }

    @Test func `a candle that a decision names stands before it`() {
        var inputs = JournalInputs(isByArrival: true)
        let candles = (1...3).map { frame(.kline(Kline()), $0) }
        for candle in candles { #expect(!isToBeWritten(&inputs, candle)) }
        let decision = frame(.signal(Signal()), 9, because: candles[1].id)
        #expect(inputs.take(before: decision).map(\.id) == [candles[1].id])
        #expect(inputs.take(before: decision).isEmpty, "it is there already")
    }

    @Test func `a candle that is heard after the decision is written when it comes, once`() {
        var inputs = JournalInputs(isByArrival: true)
        let candle = frame(.kline(Kline()), 1)
        #expect(inputs.take(before: frame(.signal(Signal()), 9, because: candle.id)).isEmpty)
        #expect(!isToBeWritten(&inputs, frame(.kline(Kline()), 2)))
        #expect(isToBeWritten(&inputs, candle))
        #expect(!isToBeWritten(&inputs, candle))
    }

    private func isToBeWritten(_ inputs: inout JournalInputs, _ frame: Frame) -> Bool { inputs.add(frame) }
}
