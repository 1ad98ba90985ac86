import Foundation
import L1Operational
import Market
import Messages
import Testing
import Wire

/// Text that would move a cursor, break a line, turn the reading or name the window, through every border that
/// takes text: nothing of it is printed raw.
@Suite(.serialized, .timeLimit(.minutes(10))) final class HostileTextTests {
    private static let hostile = "a\u{1B}]0;owned\u{07}\u{1B}[2Jb\u{202E}c\u{9B}31md\nINJECTED"
    /// The same as a JSON string writes it.
    private static let escaped = #"a\u001b]0;owned\u0007\u001b[2Jb\u202ec\u009b31md\nINJECTED"#
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    /// The characters of an output that should not be there raw.
    private func raw(in text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            let category = scalar.properties.generalCategory
            return scalar != "\n" && [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
        }
    }

    private func check(_ text: String, _ what: String, _ sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(raw(in: text).isEmpty, "\(what): \(text.debugDescription)", sourceLocation: sourceLocation)
        let injected = text.split(separator: "\n").contains { $0.hasPrefix("INJECTED") }
        #expect(!injected, "\(what): \(text.debugDescription)", sourceLocation: sourceLocation)
    }

    private func strata(_ words: String..., environment: [String: String] = [:]) throws -> Outcome {
        try run(Programs.path("strata"), words, environment: environment)
    }

    @Test func `names and values of the configuration are written out`() throws {
        let pair = #"{"enabled": true, "strategy": "momentum", "tier": "STABLE"}"#
        let files: [(String, String, String)] = [
            ("--safe-list", "name.json", #"{"\#(Self.escaped)": \#(pair)}"#),
            ("--safe-list", "quote.json", #"{"BTC/\#(Self.escaped)": \#(pair)}"#),
            ("--safe-list", "tier.json", #"{"BTC/USDT": {"enabled": true, "tier": "\#(Self.escaped)"}}"#),
            ("--safe-list", "strategy.json", #"{"BTC/USDT": {"enabled": true, "strategy": "\#(Self.escaped)"}}"#),
            ("--safe-list", "key.json", #"{"BTC/USDT": {"\#(Self.escaped)": 1}}"#),
            ("--safe-list", "syntax.json", "{\"BTC/USDT\": \(Self.hostile)}"),
            ("--config", "profile.json", #"{"profile": "\#(Self.escaped)"}"#),
            ("--config", "unknown.json", #"{"\#(Self.escaped)": 7}"#),
            ("--config", "span.json", #"{"operational": {"outside_signal_life": "\#(Self.escaped)"}}"#),
            ("--instruments", "status.json", #"{"um":{"symbols":[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","status":"\#(Self.escaped)","filters":[]}]}}"#),
            ("--instruments", "tick.json", #"{"um":{"symbols":[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"\#(Self.escaped)"}]}]}}"#),
        ]
        for (option, name, text) in files {
            try scratch.write(name, text)
            for words in [["check"], ["check", "--json"], ["run"]] {
                let outcome = try run(Programs.path("strata"), words + [option, "\(scratch.path)/\(name)"])
                #expect(outcome.status != 0 && !outcome.output.contains("All is well"), "\(name)")
                check(outcome.output, "\(words) \(name)")
            }
        }
    }

    @Test func `names of files and words of the command line are written out`() throws {
        for words in [
            [Self.hostile], ["run", "--\(Self.hostile)"], ["run", Self.hostile], ["run", "--from", Self.hostile],
            ["run", "--data", "\(scratch.path)/\(Self.hostile)"], ["check", "--safe-list", Self.hostile],
            ["check", "--config", "\(scratch.path)/\(Self.hostile)"], ["run", "--symbols", Self.hostile],
            ["run", "--log-level", Self.hostile], ["why", "--journal", Self.hostile],
            ["audit", "verify", "\(scratch.path)/\(Self.hostile)"], ["audit", "verify", "--json", "\(scratch.path)/\(Self.hostile)"],
            ["up", "--without", Self.hostile], ["up", "--feed", Self.hostile], ["status", "--run-dir", Self.hostile],
        ] {
            let outcome = try run(Programs.path("strata"), words, in: scratch.path)
            #expect(outcome.status != 0, "\(words)")
            check(outcome.output, "\(words)")
        }
        for name in ["STRATA_SPEED", "STRATA_MODE", "STRATA_RUN", "STRATA_LOG_LEVEL", "STRATA_FAULTS", "STRATA_SAFE_LIST"] {
            let own = ["STRATA_STATE_DIR": "\(scratch.path)/state", "STRATA_RUN_DIR": "\(scratch.path)/run"]
            let outcome = try run(
                Programs.path("l1-operational"), environment: own.merging([name: Self.hostile]) { $1 })
            #expect(outcome.status != 0, "\(name)")
            check(outcome.output, name)
        }
        let sniffed = try run(Programs.path("strata-sniff"), "--\(Self.hostile)")
        check(sniffed.output, "strata-sniff")
    }

    @Test func `lines of data files are written out`() throws {
        let line = Self.hostile.replacingOccurrences(of: "\n", with: "")
        let cells = "1746403200000,100,101,99,100,5,1746403259999,500,7,1,100,0"
        for (name, text) in [
            ("first", "\(line),1,1\n"), ("cell", "\(cells)\n\(cells.replacingOccurrences(of: ",101,", with: ",\(line),"))\n"),
        ] {
            try scratch.write("\(name)/um/BTCUSDT/BTCUSDT-1m-2025-05.csv", text)
            let outcome = try strata("run", "--symbols", "BTC/USDT", "--data", "\(scratch.path)/\(name)")
            check(outcome.output, name)
        }
        try scratch.write("journal.jsonl", "{\"journal\":1,\"data\":\"\(Self.escaped)\"}\n{\"said\":\"orders/\(Self.escaped)\",\"id\":1,\"ts\":1,\"data\":{\"signal_id\":\"\(Self.escaped)\",\"side\":\"\(Self.escaped)\"}}\n")
        check(try strata("why", "--journal", "\(scratch.path)/journal.jsonl").output, "why")
        check(try strata("audit", "verify", "\(scratch.path)/journal.jsonl").output, "audit")
    }

    @Test func `a running process writes out what it is sent, in its log and in its answers`() throws {
        let seven = try SevenProcesses()
        defer { seven.end() }
        try seven.begin()
        func signal(_ key: String, nested: Bool = false) -> [UInt8] {
            var fields = ["signal_id": "h-1", "symbol": "BTC/USDT", "side": "buy", "strategy_id": "x", "order_type": "market"]
            if !nested { fields[key] = Self.hostile }
            let writer = MapWriter()
            writer.beginMap(fields.count + 2)
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                name.utf8.withContiguousStorageIfAvailable { writer.text(UnsafeRawBufferPointer($0)) }
                value.utf8.withContiguousStorageIfAvailable { writer.text(UnsafeRawBufferPointer($0)) }
            }
            writer.key("qty")
            writer.double(0.01)
            writer.key("strategy_context")
            writer.beginMap(nested ? 1 : 0)
            if nested {
                writer.key("regime")
                Self.hostile.utf8.withContiguousStorageIfAvailable { writer.text(UnsafeRawBufferPointer($0)) }
            }
            return Array(writer.bytes)
        }
        var requests = ["signal_id", "symbol", "side", "strategy_id", "order_type"].map { ("signal", signal($0)) }
        requests += [("signal", signal("regime", nested: true)), (Self.hostile, [0x80]), ("submit/\(Self.hostile)", [0x80])]
        for (topic, payload) in requests {
            let answer = try #require(try seven.ask("l1-operational", topic, payload))
            #expect(answer.topic == "refused", "\(topic.debugDescription)")
            check(String(decoding: answer.payload, as: UTF8.self), topic)
        }
        try seven.wait("the log tells it") { seven.log("l1-operational").contains("owned") }
        for name in SevenProcesses.names { check(seven.log(name), name) }
    }
}
