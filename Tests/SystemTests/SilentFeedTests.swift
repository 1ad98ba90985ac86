import Foundation
import Market
import Messages
import Testing

/// A feed that falls wholly silent, with real processes: time goes on for all of them.
@Suite(.timeLimit(.minutes(2))) struct SilentFeedTests {
    /// Twenty candles a second; after eighty minutes ten hours without one, which take half a minute.
    private static let hole = 80..<680

    @Test func `silence is noticed, what rests is cancelled and nothing is entered, long before the next candle`() throws {
        let seven = try SevenProcesses(speed: 1_200, hole: Self.hole)
        defer { seven.end() }
        let desk = SignalDesk(seven)
        try seven.begin()
        let resting = try desk.rest()
        try seven.wait("every pair is stale") { Set(Self.stale(seven)).count == 3 }
        try seven.wait("\(resting) is cancelled") {
            seven.order(ClientOrderID(signal: resting, leg: 1))?.status == .cancelled
        }
        try desk.expect(desk.enter(), .rejected, .feedStale)
        let last = seven.said.compactMap { message -> Timestamp? in
            if case .kline(let kline) = message { kline.closeTime } else { nil }
        }.max()
        let holeBegins = Timestamp(milliseconds: Int64(KlineFiles.start + Self.hole.lowerBound * 60_000))
        #expect(last == holeBegins, "no candle came meanwhile")
    }

    private static func stale(_ seven: SevenProcesses) -> [SymbolID] {
        seven.said.compactMap { message in
            guard case .feedHealth(let health) = message, health.state == .stale else { return nil }
            return health.symbol
        }
    }
}
