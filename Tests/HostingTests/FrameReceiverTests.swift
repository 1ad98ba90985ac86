import Bus
@testable import Delivery
import Market
import Messages
import Testing

/// Frames over a real socket: what is strange is refused with its reason, doubles are dropped, gaps counted.
@Suite struct FrameReceiverTests {
    private let table = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero, maxQuantity: .zero,
            minNotional: .zero)
    ])

    private func header(sequence: UInt64, run: UInt32 = 5, epoch: UInt32 = 1) -> Header {
        var header = Header()
        header.run = run
        header.source = "feed-handler.0"
        header.epoch = epoch
        header.sequence = sequence
        return header
    }

    /// Sends frames through inproc and says what the receiver made of each.
    private func outcomes(
        _ frames: [(topic: String, payload: [UInt8])]
    ) throws -> (seen: [String], gaps: UInt64) {
        let context = try Context()
        let endpoint = try Endpoint("inproc://receiver")
        let pub = try Socket(.xpub, in: context)
        try pub.bind(endpoint)
        let sub = try Socket(.sub, in: context)
        try sub.connect(endpoint)
        try sub.subscribe(prefix: [])
        #expect(try pub.waitForInput(until: MonotonicClock.deadline(milliseconds: 5000)))
        try pub.drain { _ in }
        for frame in frames { try pub.publish(topic: Array(frame.topic.utf8), payload: frame.payload) }
        let receiver = FrameReceiver(table, expected: header(sequence: 0))
        var seen: [String] = []
        while seen.count < frames.count {
            guard try sub.waitForInput(until: MonotonicClock.deadline(milliseconds: 5000)) else { break }
            try sub.drain { frames in
                switch receiver.take(frames) {
                case .message(let message, _): seen.append("\(message.kind)")
                case .dropped: seen.append("dropped")
                case .refused(let why): seen.append(why)
                }
            }
        }
        return (seen, receiver.gaps)
    }

    private func ticker(_ header: Header) throws -> [UInt8] {
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.last = Price(95_000)
        return try FrameEncoder(table).bytes(.ticker(ticker), header)
    }

    @Test func `the heartbeats of a process that goes on exactly are heard, though it counts them from an older number`()
        throws
    {
        func beat(_ sequence: UInt64, sent: Int64) throws -> (String, [UInt8]) {
            var header = header(sequence: sequence)
            header.sent = Timestamp(milliseconds: sent)
            var beat = Heartbeat()
            beat.process = header.source
            return ("heartbeat/feed-handler.0", try FrameEncoder(table).bytes(.heartbeat(beat), header))
        }
        let (seen, gaps) = try outcomes([
            beat(60, sent: 1_000), beat(60, sent: 1_000), beat(4, sent: 5_000), beat(5, sent: 5_250), beat(4, sent: 5_000),
            beat(3, sent: 900), beat(7, sent: 5_750),
        ])
        #expect(seen == ["heartbeat", "dropped", "heartbeat", "heartbeat", "dropped", "dropped", "heartbeat"])
        #expect(gaps == 1)
    }

    @Test func `strange frames are refused, doubles dropped, gaps counted`() throws {
        let good = try ticker(header(sequence: 1))
        let (seen, gaps) = try outcomes([
            ("BTC/USDT", good),
            ("BTC/USDT", good),
            ("BTC/USDT", try ticker(header(sequence: 4))),
            ("BTC/USDT", try ticker(header(sequence: 1, epoch: 2))),
            ("BTC/USDT", try ticker(header(sequence: 9, run: 6))),
            ("BTC/USDT", Array(good.dropLast(3))),
            ("nonsense", good),
            ("BTC/USDT", [0x80]),
        ])
        #expect(seen[0...3] == ["ticker", "dropped", "ticker", "ticker"])
        #expect(seen[4].contains("is of run 6; this is run 5"))
        #expect(seen[5].contains("BTC/USDT") && seen[5].contains("refused"))
        #expect(seen[6].contains("nobody says"))
        #expect(seen[7].contains("field \"v\" is missing"))
        #expect(gaps == 2)
    }

    @Test func `a peer that invents topics is refused at a bound, and absurd numbers stop nothing`() throws {
        var frames: [(topic: String, payload: [UInt8])] = []
        for number in 0..<4 * MessageKind.allCases.count * 2 + 1 {
            frames.append(("X\(number)/USDT", try ticker(header(sequence: .max / 2))))
        }
        for _ in 0..<2 { frames.append(("X0/USDT", try ticker(header(sequence: .max)))) }
        frames.append(("X1/USDT", try ticker(header(sequence: .max))))
        frames.append(("X2/USDT", try ticker(header(sequence: .max))))
        let seen = try outcomes(frames).seen
        #expect(seen.count == frames.count)
        #expect(seen.filter { $0.contains("one topic too many") }.count == 1)
        #expect(seen.suffix(4) == ["ticker", "dropped", "ticker", "ticker"])
    }
}
