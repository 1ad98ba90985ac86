import Bus
import Exchanges
import Market
import Messages
import Network
import TestSupport
import Testing

@testable import OKXFeed

extension NetworkTests {
    /// OKX's feed in its shell of sockets, against a server on this machine.
    @Suite struct OKXTests {
        @Test func `over real sockets the recording comes to the same books and trades`() throws {
            let pair = Instrument(
                name: "BTC/USDT", market: .spot, tickSize: Price(raw: 10_000_000), stepSize: Quantity(raw: 1),
                minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(9000), minNotional: .zero)
            let reactor = try Reactor(signals: nil)
            let server = try ServerShell(RecordedServer())
            var settings = OKXFeedSettings(at: OKXAddresses(base: "http://127.0.0.1:\(server.port)"), seed: 1)
            settings.historyCandles = 3
            let client = try ClientShell(try OKXFeedCore(InstrumentTable([pair]), settings))
            defer {
                client.close()
                server.close()
            }
            _ = reactor.watch(descriptor: server.descriptor)
            _ = reactor.watch(descriptor: client.descriptor)
            let feed = PushedFeed("OKX")
            var trades: [Int64] = []
            let deadline = MonotonicClock.deadline(milliseconds: Wire.patience)
            while client.core.books.checked < 98 || trades.count < 69 || server.core.targets.count < 2 {
                guard MonotonicClock.now() < deadline else { break }
                reactor.wake(at: min(deadline, server.wakesAt, client.wakesAt))
                _ = try reactor.wait()
                server.turn()
                client.turn()
                client.update { $0.takeEvents(into: feed) }
                while case .event(let event) = feed.next() {
                    if case .trade(let trade) = event.message { trades.append(trade.tradeID) }
                }
            }
            #expect(client.core.books.checked == 98 && client.core.books.breaks(SymbolID(0)) == 0)
            #expect(client.core.complaints.count == 0, "\(client.core.complaints.lines)")
            #expect(trades.count == 69 && trades == trades.sorted())
            #expect(Set(server.core.targets) == ["/ws/v5/public", "/ws/v5/business"])
            #expect(
                server.core.requests.map { String($0.prefix { $0 != "?" }) } == [
                    "/api/v5/public/time", "/api/v5/public/instruments", "/api/v5/market/candles",
                ])
        }
    }
}
