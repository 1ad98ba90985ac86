import Bus
@testable import Delivery
@testable import Engine
import Foundation
@testable import Hosting
import Market
import Messages
import Stages
import Testing

/// Each kind of delivery over real sockets that lose, double and delay.
@Suite struct GapRepairTests {
    let table = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero, maxQuantity: .zero,
            minNotional: .zero)
    ])

    /// A publisher with its ring, and a listener behind a bad line.
    final class Line {
        let publisher: FramePublisher
        let receiver: FrameReceiver
        let repair: GapRepair
        let publishing: PublishingSocket
        private let context: Context
        private let rep: Socket
        private let sub: Socket
        private let answer = ReplayAnswer()
        private var border: FaultyBorder?
        private let folder: RunDirectory
        var seen: [Message] = []
        /// As a publisher that knows no books.
        var refusesBooks = false

        init(_ table: InstrumentTable, faults: String, epoch: UInt32 = 1) throws {
            folder = try RunDirectory(path: "/tmp/strata-gap-\(UInt64.random(in: 0 ..< .max))")
            let topology = Endpoints(Topology(tacticInstances: 1), in: folder)
            context = try Context()
            var header = Header()
            header.source = "feed-handler.0"
            header.epoch = epoch
            let feed = topology.members[0]
            publishing = PublishingSocket(try Socket(.xpub, in: context))
            try publishing.socket.bind(topology.publisher(feed))
            rep = try Socket(.rep, in: context)
            try rep.bind(topology.answerer(feed))
            publisher = FramePublisher(publishing, table, header: header, wall: WallClock.now)
            sub = try Socket(.sub, in: context)
            try sub.connect(topology.publisher(feed))
            try sub.subscribe(prefix: [])
            receiver = FrameReceiver(table, expected: header, repairing: [[]])
            repair = try GapRepair([feed], topology, context, try Reactor(signals: try SignalWatch([])))
            border = try FrameFaults(faults).map { FaultyBorder($0) }
            #expect(try publishing.socket.waitForInput(until: MonotonicClock.deadline(milliseconds: 5000)))
            try publishing.socket.drain { _ in }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder.path) }

        func say(_ message: Message) throws {
            try publisher.publish(message, id: .none, causes: Causes(), time: .zero)
        }

        /// A heartbeat, with which a loss at the end is seen.
        func beat() throws {
            var beat = Heartbeat()
            beat.process = "feed-handler.0"
            try say(.heartbeat(beat))
        }

        /// One turn of both sides.
        func turn() throws {
            let now = MonotonicClock.now()
            try sub.drain { frames in
                let take = { (topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) in
                    #expect(self.receiver.take(topic: topic, payload: payload, now: now) == nil)
                }
                if border == nil { take(frames.topic, frames.payload) }
                border?.pass(frames.topic, frames.payload, take)
            }
            try repair.progress(receiver, now: now)
            var asked: (verb: [UInt8], payload: [UInt8])?
            _ = try rep.receive { asked = (Array($0.topic), Array($0.payload)) }
            if let asked { try reply(asked.verb, asked.payload) }
            seen += receiver.ready.map(\.message).filter { $0.kind != .heartbeat }
            receiver.ready.removeAll()
        }

        private func reply(_ verb: [UInt8], _ payload: [UInt8]) throws {
            let isBook = verb.elementsEqual("snapshot".utf8)
            let outcome = isBook ? answer.answerBook(payload, from: publisher) : answer.answer(payload, from: publisher)
            guard case .frames(let bytes) = outcome, !isBook || !refusesBooks else {
                _ = try rep.send(topic: Array("refused".utf8), payload: [])
                return
            }
            _ = try rep.send(topic: verb, payload: bytes)
        }

        /// Turns, with heartbeats, until something holds.
        func until(_ holds: () -> Bool) throws -> Bool {
            let deadline = MonotonicClock.deadline(milliseconds: 10_000)
            while MonotonicClock.now() < deadline {
                try turn()
                if holds() { return true }
                try beat()
            }
            return false
        }
    }

    private func fill(_ number: Int) -> Message {
        var fill = Fill()
        fill.fillID = UInt64(number)
        fill.symbol = SymbolID(0)
        return .fill(fill)
    }

    private func numbers(_ messages: [Message]) -> [UInt64] {
        messages.compactMap { if case .fill(let fill) = $0 { fill.fillID } else { nil } }
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func `every fill comes once and in order, whatever the line does`(_ seed: Int) throws {
        let line = try Line(table, faults: "drop=0.2,double=0.2,delay=0.2,seed=\(seed)")
        #expect(try line.until { line.receiver.tellers.count == 1 })
        for number in 1...200 {
            try line.say(fill(number))
            if number % 7 == 0 { try line.turn() }
        }
        #expect(try line.until { line.seen.count >= 200 }, "seed \(seed): \(line.seen.count) came")
        #expect(numbers(line.seen) == Array(1...200), "seed \(seed)")
        #expect(line.receiver.gaps > 0 && line.receiver.lost == 0 && line.receiver.open.isEmpty)
    }

    @Test func `a late joiner begins with the present, and misses nothing from then on`() throws {
        let line = try Line(table, faults: "drop=0.3,seed=3")
        for number in 1...50 { try line.say(fill(number)) }
        #expect(try line.until { line.receiver.tellers.count == 1 })
        let first = numbers(line.seen).first ?? 51
        for number in 51...100 { try line.say(fill(number)) }
        #expect(try line.until { numbers(line.seen).last == 100 })
        #expect(numbers(line.seen) == Array(min(first, 51)...100))
    }

    @Test func `after an exact restart a topic that began meanwhile is heard from its first frame on`() throws {
        var header = Header()
        (header.source, header.epoch) = ("feed-handler.0", 1)
        let before = FrameReceiver(table, expected: header, repairing: [[]])
        before.remember(teller: header.source)
        var writer = StateWriter()
        before.save(into: &writer)
        let receiver = FrameReceiver(table, expected: header, repairing: [[]])
        var reader = StateReader(writer.bytes)
        try receiver.restore(from: &reader)
        Array("fills/BTC/USDT".utf8).withUnsafeBytes { receiver.heard($0, 3, header, 1) }
        #expect(receiver.missing(now: 9, patience: 1).map { [$0.first, $0.last] } == [[1, 3]])
        #expect(receiver.tellers.isEmpty, "it has not told anything since")
    }

    @Test func `what the ring has no more is told, counted and left behind`() throws {
        let line = try Line(table, faults: "")
        try line.beat()
        #expect(try line.until { line.receiver.tellers.count == 1 })
        line.publisher.isSilent = true
        for number in 1...300 { try line.say(fill(number)) }
        line.publisher.isSilent = false
        for number in 301...310 { try line.say(fill(number)) }
        #expect(try line.until { numbers(line.seen).last == 310 })
        #expect(numbers(line.seen) == Array(55...310))
        #expect(line.receiver.lost == 54)
        #expect(line.receiver.notices == ["fills/BTC/USDT of feed-handler.0: frames 1 to 54 are lost: nobody has them any more"])
    }

    @Test func `of tickers the newest counts, and gaps are counted`() throws {
        let line = try Line(table, faults: "drop=0.3,double=0.2,seed=5")
        for number in 1...100 {
            var ticker = Ticker()
            ticker.symbol = SymbolID(0)
            ticker.last = Price(Double(number))!
            try line.say(.ticker(ticker))
        }
        #expect(try line.until { line.seen.count >= 50 })
        let prices = line.seen.compactMap { if case .ticker(let ticker) = $0 { ticker.last.double } else { nil } }
        #expect(prices == prices.sorted() && Set(prices).count == prices.count)
        #expect((50...90).contains(prices.count) && line.receiver.gaps > 0 && line.receiver.open.isEmpty)
    }

    @Test func `where nobody can give a book, one with a gap is of no use until a whole one begins`() throws {
        let line = try Line(table, faults: "")
        line.refusesBooks = true
        func depth(_ id: Int64, isSnapshot: Bool = false) -> Message {
            var depth = Depth()
            depth.symbol = SymbolID(0)
            depth.updateID = id
            (depth.isSnapshot, depth.isFirst, depth.isLast) = (isSnapshot, true, true)
            return .depth(depth)
        }
        for id in 1...2 { try line.say(depth(Int64(id), isSnapshot: id == 1)) }
        line.publisher.isSilent = true
        try line.say(depth(3))
        line.publisher.isSilent = false
        for id in 4...6 { try line.say(depth(Int64(id), isSnapshot: id == 6)) }
        try line.say(depth(7))
        #expect(try line.until { line.seen.count >= 4 })
        let ids = line.seen.compactMap { if case .depth(let depth) = $0 { depth.updateID } else { nil } }
        #expect(ids == [1, 2, 6, 7])
        #expect(line.receiver.gaps == 1 && line.receiver.useless == 2)
    }
}
