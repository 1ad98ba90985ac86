import Exchanges
import Foundation
import Market
import TestSupport
import Testing

@testable import BinanceFeed

@Suite struct StatusTests {
    private func status(_ exchange: FakeExchange) throws -> [String: Any] {
        let text = "{\(exchange.core.statusFields(at: exchange.moment).joined(separator: ","))}"
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `what came of each symbol stands in the status, with connections and weight`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.tellTrade(SymbolID(1))
        let status = try status(exchange)
        let symbols = try #require(status["feed_symbols"] as? [String: [String: Any]])
        let ether = try #require(symbols["ETH/USDT"])
        #expect(ether["messages_sent"] as? UInt64 == exchange.core.sent[1] && exchange.core.sent[1] > 2)
        #expect(ether["book"] as? String == "whole")
        let trade = try #require(ether["trade"] as? [String: Any])
        #expect(trade["state"] as? String == "live" && trade["messages"] as? Int == 1 && trade["age_s"] as? Int == 0)
        let candle = try #require(ether["candle"] as? [String: Any])
        #expect(candle["state"] as? String == "awaited" && ether["mark"] == nil)
        let feed = try #require(status["feed"] as? [String: Any])
        #expect(feed["ready"] as? Bool == true && feed["weight_used"] as? Int ?? 0 > 0)
        let connections = try #require(status["connections"] as? [[String: Any]])
        #expect(connections.map { $0["state"] as? String } == ["live"])
        #expect(connections[0]["streams"] as? Int == 8)
        #expect(status["feed_symbols_left_out"] as? Int == 0)
        #expect(exchange.core.statusLine == "Market: 1 of 1 connections live, 0 lost; 2 pairs; weight "
            + "\(exchange.core.requests.budget.used) of 4800; 0 messages unusable")
    }

    @Test func `names that would end a string or move a cursor are written out`() throws {
        let names = ["A\"},{/USDT", "\u{1B}[2J\u{202E}/USDT"]
        let exchange = try FakeExchange(names)
        let symbols = try #require(try status(exchange)["feed_symbols"] as? [String: [String: Any]])
        #expect(Set(symbols.keys) == Set(names))
        #expect(exchange.core.statusLine.contains(#"incomplete: A"},{/USDT, \x1b[2J\u{202e}/USDT"#))
    }

    @Test func `of more symbols than have room those that lack something are told`() throws {
        let exchange = try FakeExchange((0..<300).map { "C\($0)/USDT" }) { $0.weightShare = 100 }
        exchange.run(seconds: 20)
        for index in 0..<299 {
            exchange.tellDepth(SymbolID(index))
            exchange.tellTicker(SymbolID(index))
        }
        exchange.run(seconds: 10)
        let text = exchange.core.statusFields(at: exchange.moment).joined(separator: ",")
        #expect(text.utf8.count < 48 * 1024)
        let status = try status(exchange)
        let symbols = try #require(status["feed_symbols"] as? [String: Any])
        #expect(symbols["C299/USDT"] != nil, "its book waits")
        #expect(status["feed_symbols_left_out"] as? Int == 300 - symbols.count && symbols.count < 300)
        #expect(exchange.core.statusLine.hasSuffix("; incomplete: C299/USDT"))
        exchange.cutAll()
        #expect(exchange.core.statusLine.hasSuffix("; incomplete: C0/USDT, C1/USDT, C2/USDT, C3/USDT, C4/USDT and 295 more"))
    }
}
