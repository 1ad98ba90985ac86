import Foundation
import Glibc
import Market
import Messages
import Testing

/// The program `strata-sniff` against a publisher of the test's.
@Suite(.timeLimit(.minutes(10))) struct SniffTests {
    private static let program = PeerBench.executable("strata-sniff")

    @Test func `it shows what is said by prefix, ends after its count, and plays its recording`() throws {
        let bench = try PeerBench()
        let feed = try bench.feed()
        let file = bench.directory.path + "/recording"
        let words = ["BTC", "clock", "--count", "4", "--record", file, "--print"]
        let sniffer = try bench.start(Self.program, words)
        try bench.awaitJoins(2, on: feed)
        for minute in Int64(1)...3 { try say(minute, feed) }
        let shown = try bench.output(of: sniffer)
        #expect(sniffer.terminationStatus == 0)
        let lines = shown.split(separator: "\n")
        #expect(lines.count == 4)
        let (first, second) = ("1970-01-01T00:01:00.000Z", "1970-01-01T00:02:00.000Z")
        #expect(lines.first == "\(first) feed-handler.0 seq 1 BTC/USDT symbol=BTC/USDT last=95000.5")
        #expect(lines.last == "\(second) feed-handler.0 seq 2 clock time=\(second) ended=false")
        let played = try run(Self.program, "--play", file)
        #expect(played.status == 0 && played.output == shown + "4 frames, 0 missing, 0 unreadable\n")
    }

    @Test func `a signal ends it with its summary, and bad frames do not`() throws {
        let bench = try PeerBench()
        let socket = try bench.publisher("some-tool.pub")
        let sniffer = try bench.start(Self.program, ["--json"])
        try bench.awaitJoins(1, on: socket)
        try socket.publish(topic: [], payload: [0xDF, 0xFF, 0xFF, 0xFF, 0xFF])
        _ = try socket.send(Array("alone".utf8))
        try socket.publish(topic: Array("clock".utf8), payload: [UInt8](repeating: 0xC1, count: 60_000))
        let pipe = try #require(sniffer.standardOutput as? Pipe)
        var text = ""
        while text.filter({ $0 == "\n" }).count < 3 {
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "it ended after: \(text)")
            text += String(decoding: more, as: UTF8.self)
        }
        kill(sniffer.processIdentifier, SIGTERM)
        _ = try bench.output(of: sniffer)
        #expect(sniffer.terminationReason == .exit && sniffer.terminationStatus == 0)
        #expect(text.contains("claims") || text.contains("nobody says"))
        #expect(text.contains("it has 1 frames") && text.contains("\"bytes\":60000"))
    }

    @Test func `nobody there is 3, a count not reached 5, a wrong option 2; help has an example`() throws {
        let bench = try PeerBench()
        let place = ["--run-dir", bench.directory.path, "--seconds", "0.1"]
        #expect(try run(Self.program, place).status == 3)
        #expect(try run(Self.program, place + ["signals", "--count", "2"]).status == 5)
        #expect(try run(Self.program, "--wrong").status == 2)
        #expect(try run(Self.program, "--safe-list", "/nowhere").status == 4)
        let help = try run(Self.program, "--help")
        #expect(help.status == 0 && help.output.contains("Example: strata-sniff"))
    }

    private func say(_ minute: Int64, _ feed: PlayedPublisher) throws {
        let time = Timestamp(milliseconds: minute * 60_000)
        for symbol in 0..<2 {
            var ticker = Ticker()
            ticker.symbol = SymbolID(symbol)
            ticker.last = Price(95_000.5) ?? .zero
            try feed.publish(.ticker(ticker), id: .none, causes: Causes(), time: time)
        }
        var clock = Clock()
        clock.time = time
        try feed.publish(.clock(clock), id: .none, causes: Causes(), time: time)
    }
}
