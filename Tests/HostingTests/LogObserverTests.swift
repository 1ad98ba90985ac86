import Configuration
@testable import Engine
import Market
import Messages
import Telemetry
import Testing

@Suite struct LogObserverTests {
    private func frame(_ message: Message, causes: Causes = Causes()) -> Frame {
        Frame(message: message, id: EventID(raw: 1), causes: causes, time: Timestamp(milliseconds: 1), rank: .executor)
    }

    @Test func `messages of the market are counted by pair, the feed handler's own words are not`() {
        let observer = LogObserver(Log(process: "t", level: .error), Settings.standard.instruments)
        var (ticker, health) = (Ticker(), FeedHealth())
        (ticker.symbol, health.symbol) = (SymbolID(0), SymbolID(0))
        for _ in 0..<60 {
            observer.published(frame(.ticker(ticker)))
            observer.published(frame(.feedHealth(health)))
            observer.published(frame(.clock(Clock())))
        }
        ticker.symbol = SymbolID(2)
        for _ in 0..<40 { observer.published(frame(.ticker(ticker))) }
        #expect(observer.counts == "Published 100 total messages (BTC/USDT 60, ETH/USDT 0, SOL/USDT 40)")
    }

    @Test func `how an order ended is told when it ends, and not again when the executor starts`() {
        let observer = LogObserver(Log(process: "t", level: .error), Settings.standard.instruments)
        var state = OrderState()
        (state.symbol, state.status, state.reason) = (SymbolID(0), .cancelled, Reason(.operationalGone))
        #expect(observer.line(frame(.orderState(state), causes: Causes(EventID(raw: 7)))) != nil)
        #expect(observer.line(frame(.orderState(state))) == nil)
    }
}
