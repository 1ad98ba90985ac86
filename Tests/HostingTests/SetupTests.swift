@testable import Control
@testable import Delivery
@testable import Files
import Glibc
@testable import Hosting
import Market
import Messages
import Stages
import TestSupport
import Testing

/// What a person or a script gives a program: wrong words are told, with what was expected.
@Suite struct SetupTests {
    private func instrument(_ name: String) -> Instrument {
        Instrument(
            name: name, market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero, maxQuantity: .zero,
            minNotional: .zero)
    }

    @Test(arguments: [
        ("STRATA_SPEED", "-1"), ("STRATA_SPEED", "nan"), ("STRATA_INSTANCE", "-1"), ("STRATA_RUN", "many"),
        ("STRATA_LOG_LEVEL", "LOUD"), ("STRATA_KEEP_STATE", "yes"), ("STRATA_MODE", "LIVE"),
    ])
    func `a wrong variable is named with its value`(_ name: String, _ value: String) throws {
        do {
            _ = try ProcessEnvironment { $0 == name ? value : nil }
            Issue.record("\(name)=\(value) was taken")
        } catch {
            #expect(error.description.contains("\(name) is \"\(value)\"; expected"))
            #expect(error.exitCode == 4)
        }
    }

    @Test func `words are taken apart, and a missing value or a word too many is told`() throws {
        let arguments = try Arguments(["--to", "x", "--json", "--from=--y"], options: ["to", "from"], flags: ["json"])
        #expect(arguments["to"] == "x" && arguments["from"] == "--y" && arguments.has("json"))
        for words in [["--to"], ["--to", "--json"], ["stray"], ["--nothing"], ["--json=1"]] {
            #expect(throws: HostError.self, "\(words)") {
                try Arguments(words, options: ["to"], flags: ["json"])
            }
        }
        #expect(try Arguments(["order"], options: [], flags: [], positional: 1).rest == ["order"])
    }

    @Test func `an option with a value is given once, and a flag as often as one likes`() throws {
        for words in [["--to", "x", "--to", "x"], ["--to=x", "--json", "--to", "y"]] {
            let error = #expect(throws: HostError.self, "\(words)") {
                try Arguments(words, options: ["to", "from"], flags: ["json"])
            }
            #expect(error?.exitCode == 2 && error?.description.contains("--to is given twice, as") == true)
        }
        let arguments = try Arguments(["--json", "--to", "x", "--json"], options: ["to"], flags: ["json"])
        #expect(arguments["to"] == "x" && arguments.has("json"))
    }

    @Test(arguments: [";", ",", "BTC/USDT;", ";BTC/USDT", "BTC/USDT;;ETH/USDT", "BTC/USDT,;ETH/USDT"])
    func `groups of pairs of which one is empty are refused as a slip`(_ text: String) throws {
        let arguments = try Arguments(["--l2-instances=\(text)"], options: ["l2-instances"], flags: [])
        let error = #expect(throws: HostError.self) { try arguments.tacticGroups() }
        #expect(error?.exitCode == 2 && error?.description.contains("none of them empty") == true)
        let whole = try Arguments(["--l2-instances", "A;B,C"], options: ["l2-instances"], flags: [])
        #expect(try whole.tacticGroups() == [["A"], ["B", "C"]])
    }

    @Test func `each pair belongs to exactly one instance of L2`() throws {
        let table = InstrumentTable([instrument("BTC/USDT"), instrument("ETH/USDT")])
        #expect(try TacticGroups.symbols([], table).isEmpty)
        #expect(try TacticGroups.symbols([["ETH/USDT"], ["BTC/USDT"]], table) == [[SymbolID(1)], [SymbolID(0)]])
        for (groups, text) in [
            ([["BTC/USDT"], ["BTC/USDT", "ETH/USDT"]], "BTC/USDT 2 times"), ([["BTC/USDT"]], "ETH/USDT 0 times"),
            ([["BTC/USDT", "ETH/USDT"], []], "has no pair"), ([["DOGE/USDT"]], "no active pair"),
        ] {
            do {
                _ = try TacticGroups.symbols(groups, table)
                Issue.record("\(groups) was taken")
            } catch {
                #expect(error.description.contains(text), "\(error)")
            }
        }
    }

    @Test func `a full disk is told when the file is flushed`() throws {
        let file = try FileSink(path: "/dev/full")
        file.write("a line\n")
        do {
            try file.flush()
            Issue.record("a full disk went unseen")
        } catch {
            #expect(error.description.contains("can't write /dev/full: No space left on device"), "\(error)")
        }
        #expect(throws: HostError.self) { try file.flush() }
    }

    @Test func `a state folder in use is refused with its holder`() throws {
        let scratch = TemporaryFolder()
        defer { scratch.remove() }
        let folder = scratch.path
        var environment = try ProcessEnvironment { _ in nil }
        environment.stateDirectory = folder + "/state"
        environment.runDirectory = folder + "/first"
        let lock = try RunLock(environment)
        environment.runDirectory = folder + "/second"
        do {
            _ = try RunLock(environment)
            Issue.record("the folder was given twice")
        } catch {
            #expect(error.description.contains("--state \(folder)/state (process \(getpid()))"), "\(error)")
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `a page of history from anywhere is a page`() {
        var ring = HistoryRing(symbols: 1, capacity: 3600)
        var kline = Kline()
        kline.symbol = SymbolID(0)
        kline.interval = .m1
        for _ in 0..<HistoryRing.pageSize + 1 { ring.add(kline) }
        #expect(ring.page(SymbolID(0), from: 0).klines.count == HistoryRing.pageSize)
        #expect(ring.page(SymbolID(0), from: 0).more)
        #expect(ring.page(SymbolID(0), from: HistoryRing.pageSize).klines.count == 1)
        for offset in [HistoryRing.pageSize + 1, Int.max, -1] {
            #expect(ring.page(SymbolID(0), from: offset).klines.isEmpty)
        }
    }
}
