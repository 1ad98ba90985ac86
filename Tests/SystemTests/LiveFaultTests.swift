import Foundation
import Market
import Messages
import Testing

/// What goes wrong between Strata and the exchange, with real processes: trading stops where it must, and goes on.
/// STRATA_FAULT_ROUNDS=3 plays each fault three times.
@Suite(.timeLimit(.minutes(30))) struct LiveFaultTests {
    /// The market's seconds to one of the machine's: data is stale after two of these.
    private static let speed = 5

    /// A fault as `/sim/fault/` takes it, what the feed handler's log says of it, and whether entries are refused meanwhile.
    private static let faults: [(fault: [String], words: String, stops: Bool)] = [
        (["silent?at=ethusdt&ms=0"], "feed is stale", true),
        (["half-open"], "lost a connection", true),
        (["disconnect"], "lost a connection", false),
        (["disconnect?status=1001"], "lost a connection", false),
        (["gap?at=ethusdt"], "feed is gap", false),
        (["status?status=503&count=3&at=/depth", "gap?at=ethusdt"], "status 503", false),
        (["late?ms=3000&count=3", "gap?at=ethusdt"], "feed is gap", false),
        (["drop?count=2&at=/depth", "gap?at=ethusdt"], "feed is gap", false),
        (["429", "gap?at=ethusdt"], "may ask nothing", false),
        (["418?ms=20000", "gap?at=ethusdt"], "may ask nothing", false),
        (["shutdown?ms=5000"], "lost a connection", false),
        (["clock?ms=1500"], "", false),
        (["duplicate?count=200"], "", false),
        (["reorder?count=50&at=aggTrade"], "", false),
    ]

    @Test func `each fault of the exchange stops entries where it must, and trading goes on after it`() async throws {
        let rounds = ProcessInfo.processInfo.environment["STRATA_FAULT_ROUNDS"].flatMap { Int($0) } ?? 1
        let exchange = try ExchangeSimProcess("--synthetic", "7", "--speed", "\(Self.speed)")
        defer { _ = exchange.end() }
        let seven = try SevenProcesses(speed: Self.speed, feed: "binance:" + exchange.url)
        defer { seven.end() }
        let desk = SignalDesk(seven)
        try seven.wait("the market moves") { seven.heard(.depth, SevenProcesses.eth) }
        try desk.enterUntilFilled()
        for round in 1...rounds {
            for (fault, words, stops) in Self.faults {
                try seven.wait("round \(round), before \(fault): all is well") { seven.feedState(SevenProcesses.eth) == .live }
                let told = seven.log("feed-handler").components(separatedBy: words).count
                for part in fault { #expect(try await exchange.ask("fault/\(part)") == "{}", "\(part)") }
                if stops { try desk.enterUntilRefused(.feedStale) }
                try seven.wait("round \(round), \(fault): \(words)") {
                    words.isEmpty || seven.log("feed-handler").components(separatedBy: words).count > told
                }
                _ = try await exchange.ask("clear")
                try desk.enterUntilFilled()
                // What is held goes again, so that no limit is reached in many rounds.
                try desk.fill(try desk.leave())
            }
        }
        expectEachMinuteOnce(seven)
    }

    /// No candle was lost or told twice on the way.
    private func expectEachMinuteOnce(_ seven: SevenProcesses) {
        for symbol in [SevenProcesses.btc, SevenProcesses.eth] {
            let times = seven.said.compactMap { message -> Timestamp? in
                guard case .kline(let kline) = message, kline.symbol == symbol else { return nil }
                return kline.openTime
            }
            #expect(times == times.indices.map { times[0] + .minutes(Int64($0)) }, "\(symbol)")
        }
    }
}
