import Bus
import Exchanges
import Hosting
import Sealing
import Stages

/// What an order costs: its signature, its way to the exchange and back, and the exchange's simulator.
enum OrderBench {
    private static let signingGoal = 1.0
    private static let tripGoal = 1.3
    private static let rateGoal = 20_000.0
    private static let costGoal = 2.5
    private static let trips = 1000
    private static let burst = 50_000

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "Orders: signature, round trip, and the exchange's simulator")
        let account = try OrderAccount()
        defer { account.exchange.stop() }
        try addSigning(account, &section)
        try addTrips(account, options, &section)
        try addLoad(account, options, &section)
        section.notes = [
            "\(options.pairs) runs in turn of \(trips) round trips and \(burst) orders: market orders of "
                + "futures that fill, their account's events heard on one socket.",
            "The bare handler answers as many bytes by libwebsockets alone, and looks at nothing.",
        ]
        return section
    }

    private static func addSigning(_ account: OrderAccount, _ section: inout Section) throws(HostError) {
        let key: SigningKey
        do { key = try SigningKey(String(repeating: "k", count: 64)) } catch { throw .failed("\(error)") }
        let query = Array(account.order(0).target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        var text: [UInt8] = []
        var times: [Double] = []
        for _ in 0..<50 {
            let start = MonotonicClock.now()
            for _ in 0..<2000 {
                text.removeAll(keepingCapacity: true)
                key.appendEncodedSignature(ofQuery: query, body: [], to: &text)
            }
            times.append(Double(MonotonicClock.now() - start) / 2000 / 1000)
        }
        let median = Figures.median(times)
        section.add("HMAC signature of \(query.count) bytes", median, "µs", .atMost(signingGoal))
    }

    private static func addTrips(
        _ account: OrderAccount, _ options: BenchOptions, _ section: inout Section
    ) throws(HostError) {
        var (ours, bare): ([Double], [Double]) = ([], [])
        for _ in 0..<options.pairs {
            ours.append(Figures.median(try OrderTrips.strata(account, trips)) / 1000)
            bare.append(Figures.median(try OrderTrips.curl(account, trips)) / 1000)
        }
        section.add("an order's round trip, Strata's client", Figures.median(ours), "µs")
        section.add("the same, bare libcurl, signed before", Figures.median(bare), "µs")
        let ratios = zip(ours, bare).map { $0 / $1 }
        section.add("Strata / libcurl, median of the runs", Figures.median(ratios), "×", .atMost(tripGoal))
    }

    private static func addLoad(
        _ account: OrderAccount, _ options: BenchOptions, _ section: inout Section
    ) throws(HostError) {
        var requests: [[UInt8]] = []
        for number in 0..<1000 { requests.append(OrderLoad.bytes(try account.signed(number))) }
        guard let port = account.exchange.port else { throw .failed("no port in \(account.exchange.base)") }
        let ear = try LoadSocket("the account's stream", port: port)
        try ear.send(
            Array(
                ("GET \(try account.userStream()) HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").utf8))
        let load = try OrderLoad("exchange-sim", port: port)
        let first = try load.run(requests, 2000, ear: ear)
        let handler = try BareHandler(size: first.bytes / 2000)
        defer { handler.stop() }
        var (rates, costs, bareCosts): ([Double], [Double], [Double]) = ([], [], [])
        var heard = 0
        for _ in 0..<options.pairs {
            let before = account.exchange.cpu
            let outcome = try load.run(requests, burst, ear: ear)
            costs.append(Double(account.exchange.cpu - before) / Double(burst) / 1000)
            rates.append(Double(burst) * 1e9 / Double(outcome.elapsed))
            heard += outcome.heard
            let bareBefore = handler.cpu
            // Connections that ask nothing for a while are closed there, so each run has new ones.
            _ = try OrderLoad("the bare handler", port: handler.port).run(requests, burst)
            bareCosts.append(Double(handler.cpu - bareBefore) / Double(burst) / 1000)
        }
        section.add("signed orders of 8 connections", Figures.median(rates), "a second", .atLeast(rateGoal))
        let told = Double(heard) / Double(options.pairs * burst)
        section.add("heard of an order on the account's socket", told, "bytes")
        section.add("CPU time of an order at exchange-sim", Figures.median(costs), "µs")
        section.add("the same, a bare handler", Figures.median(bareCosts), "µs")
        let ratios = zip(costs, bareCosts).map { $0 / $1 }
        section.add("exchange-sim / bare, median of the runs", Figures.median(ratios), "×", .atMost(costGoal))
    }
}
