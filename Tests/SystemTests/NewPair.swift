import Foundation
import Testing

/// An exchange that lists XYZ/USDT, of which no file of ours knows anything, and `strata up` at it.
enum NewPair {
    /// Beside the sample's pairs it has one of an odd step, tick and least notional.
    static func exchange(_ scratch: Scratch, speed: Int = 60) throws -> ExchangeSimProcess {
        let table = try String(contentsOfFile: "\(DeployTests.root)/samples/instruments.json", encoding: .utf8)
        let row = """
            {"symbol": "XYZUSDT", "status": "TRADING", "contractType": "PERPETUAL", "baseAsset": "XYZ", "quoteAsset": "USDT",
             "filters": [{"filterType": "PRICE_FILTER", "minPrice": "0.002", "maxPrice": "1000", "tickSize": "0.002"},
              {"filterType": "LOT_SIZE", "minQty": "0.25", "maxQty": "10000", "stepSize": "0.25"},
              {"filterType": "MIN_NOTIONAL", "notional": "40"}]},
            """
        let place = try #require(table.range(of: #""symbols": ["#), "samples/instruments.json")
        try scratch.write("exchange.json", table.replacingCharacters(in: place, with: #""symbols": [\#(row)"#))
        try writeList(scratch, ["BTC/USDT", "ETH/USDT", "XYZ/USDT"], as: "exchange-list.json")
        return try ExchangeSimProcess([
            "--synthetic", "7", "--speed", "\(speed)", "--market", "um", "--safe-list", "\(scratch.path)/exchange-list.json",
            "--instruments", "\(scratch.path)/exchange.json",
        ])
    }

    /// A safe list of these pairs, all alike.
    static func writeList(_ scratch: Scratch, _ pairs: [String], as name: String = "list.json") throws {
        let entries = pairs.map { #""\#($0)": {"tier": "MEME", "strategy": "breakout", "max_position_size_usd": 300}"# }
        try scratch.write(name, "{\(entries.joined(separator: ",\n"))}")
    }

    static func up(_ scratch: Scratch, _ exchange: ExchangeSimProcess, _ words: String...) throws -> Pipeline {
        try scratch.write(
            "strata.json", #"{"operational":{"outside_signal_life":"1h"},"risk":{"approval_on_klines":"2m","approval_on_ticks":"60s"}}"#)
        return try Pipeline(
            scratch.path,
            ["--feed", "binance", "--base-url", exchange.url, "--clock", "venue", "--safe-list", "\(scratch.path)/list.json",
                "--config", "\(scratch.path)/strata.json"] + words)
    }
}
