import Configuration
import Foundation
import Hosting
import Market
import Messages
import Stages
import Storage
import Testing

/// `--record`: what a live market tells, written down and played again, with real processes.
@Suite(.timeLimit(.minutes(5))) struct RecordTests {
    private let scratch: Scratch
    private var folder: String { scratch.path + "/recording" }

    init() throws { scratch = try Scratch() }

    /// What `--data` reads of the recording.
    private func replayed() throws -> [Message] {
        let settings = Settings.standard
        var source = try RecordedData.open(folder, settings)
        var messages: [Message] = []
        while let event = try source.next() { messages.append(event.message) }
        #expect(source.report.skipped == 0, "\(source.report.errors)")
        return messages
    }

    /// A quote without the last price, which the feed handler fills in; `nil` for what it makes of trades.
    private func bare(_ message: Message) -> Message? {
        guard case .ticker(var ticker) = message else { return message }
        guard ticker.bid != .absent else { return nil }
        ticker.last = .zero
        return .ticker(ticker)
    }

    private func size(_ name: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: "\(folder)/um/\(name)")[.size] as? Int) ?? 0
    }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/um"))?.sorted() ?? []
    }

    @Test func `what is recorded is played as it was published, value by value`() async throws {
        let exchange = try ExchangeSimProcess("--from", "2025-05-08")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(
            scratch.path, ["--feed", "binance", "--base-url", exchange.url, "--record", folder])
        let ear = try PlanEar(scratch.path, ["feed-handler.0"])
        let hasBegun = try pipeline.wait(seconds: 60) {
            try ear.listen()
            return ear.market.count > 300
        }
        #expect(hasBegun, "\(pipeline.log("feed-handler.0"))")
        #expect(try await exchange.ask("fault/disconnect") == "{}")
        let isClosed = try pipeline.wait(seconds: 120) {
            try ear.listen()
            return Set(ear.candles.map(\.symbol)).count == 3
        }
        #expect(isClosed, "\(pipeline.log("feed-handler.0"))")
        pipeline.process.interrupt()
        let isOver = try pipeline.wait(seconds: 30) {
            try ear.listen()
            return !pipeline.process.isRunning
        }
        #expect(isOver)
        #expect(try pipeline.finish().status == 0)
        try ear.listen()
        #expect(ear.holes.isEmpty)

        let played = try replayed()
        for index in 0..<3 {
            for kind in [MessageKind.trade, .ticker, .depth, .kline, .mark] {
                func part(_ messages: [Message]) -> [Message] {
                    messages.filter { $0.symbol.int == index && $0.kind == kind }.compactMap(bare)
                }
                let (told, again) = (part(ear.market), part(played))
                // The ear may come a moment after the first, and what came last was not published any more.
                let first = try #require(
                    again.indices.first { again[$0...].starts(with: told) },
                    "\(kind) of \(index): \(told.count) told, \(again.count) played")
                #expect(!told.isEmpty && first < 100 && again.count - first - told.count < 100)
            }
        }

        let outcome = try run(Programs.path("strata"), ["run", "--data", folder])
        #expect(outcome.status == 0 && !outcome.output.contains("left out"), "\(outcome.output)")
    }

    @Test func `a folder that can't be written into is told before anything starts`() throws {
        for place in ["/proc/strata", "\(scratch.path)/file/in"] {
            try Data().write(to: URL(filePath: scratch.path + "/file"))
            let words = ["up", "--feed", "binance", "--base-url", "http://127.0.0.1:1", "--record", place]
            let outcome = try run(
                Programs.path("strata"), words + ["--state", "\(scratch.path)/state", "--logs", "\(scratch.path)/log"])
            #expect(outcome.status == 1 && outcome.output.contains("can't write"), "\(outcome.output)")
            #expect(!FileManager.default.fileExists(atPath: scratch.path + "/log/feed-handler.0.log"))
        }
    }

    @Test func `a killed feed handler leaves what replay reads, and the next one writes over nothing`() throws {
        let exchange = try ExchangeSimProcess("--from", "2025-05-08")
        defer { _ = exchange.end() }
        let pipeline = try Pipeline(
            scratch.path, ["--feed", "binance", "--base-url", exchange.url, "--record", folder])
        let log = { pipeline.log("feed-handler.0") }
        let isWritten = { names.count == 3 && names.allSatisfy { size($0) > 20_000 } }
        #expect(pipeline.wait(seconds: 90, until: isWritten), "\(log())")
        let first = names
        kill(try #require(try pipeline.pid(of: "feed-handler.0")), SIGKILL)
        #expect(pipeline.wait(seconds: 60) { names.count > 3 }, "\(log())")
        let before = try first.map { try Data(contentsOf: URL(filePath: "\(folder)/um/\($0)")) }
        #expect(pipeline.wait(seconds: 60) { names.count == 6 && names.allSatisfy { size($0) > 2_000 } }, "\(names)")
        let status = try run(Programs.path("strata"), ["status", "--run-dir", "\(scratch.path)/run"])
        #expect(status.output.contains("\nRecording: ") && status.output.contains("in \(folder)/um\n"), "\(status.output)")
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)
        let after = try first.map { try Data(contentsOf: URL(filePath: "\(folder)/um/\($0)")) }
        #expect(before == after)
        var last: [SymbolID: Int64] = [:]
        for case .trade(let trade) in try replayed() {
            #expect(trade.tradeID > last[trade.symbol] ?? 0)
            last[trade.symbol] = trade.tradeID
        }
        #expect(last.count == 3)

        // A line that the end of the process cut.
        let file = try #require(FileHandle(forWritingAtPath: "\(folder)/um/\(names[1])"))
        try file.seekToEnd()
        try file.write(contentsOf: Data("17466624".utf8))
        try file.close()
        let outcome = try run(Programs.path("strata"), ["run", "--data", folder])
        #expect(outcome.status == 1 && outcome.output.contains("cut"), "\(outcome.output)")
    }
}
