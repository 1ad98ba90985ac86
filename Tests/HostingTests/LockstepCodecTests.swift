@testable import Delivery
@testable import Engine
import Market
import Messages
import Stages
import TestSupport
import Testing
import Wire

/// What conductor and processes tell each other comes back as it was said.
struct LockstepCodecTests {
    private let codec = LockstepCodec()

    private func place(_ random: inout SeededGenerator) -> StepPlace {
        StepPlace(step: random.next() >> 27, round: Int.random(in: 0..<64, using: &random))
    }

    private func timer(_ random: inout SeededGenerator) -> TimerPlace {
        TimerPlace(
            rank: ProcessRank.allCases.randomElement(using: &random) ?? .outside,
            instance: Int.random(in: 0..<16, using: &random),
            timer: TimerID(
                UInt16.random(in: 0...9, using: &random), Int.random(in: 0...70_000, using: &random)))
    }

    private func reaches(_ random: inout SeededGenerator) -> [Reach] {
        (0..<Int.random(in: 0..<9, using: &random)).map { _ in
            Reach(
                publisher: Int.random(in: 0..<9, using: &random),
                topic: Reach.Topic(clipping: "kline_1m/\(random.next())"), last: random.next())
        }
    }

    private func time(_ random: inout SeededGenerator) -> Timestamp {
        Timestamp(nanoseconds: Int64(bitPattern: random.next()))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `both come back as they were said`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let causes: [Go.Cause] = [
            .frames, .join, .event, .end, .timer(timer(&random)),
            .request(
                topic: Array("halt".utf8),
                payload: (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }),
        ]
        for cause in causes {
            let go = Go(place: place(&random), time: time(&random), cause: cause, expected: reaches(&random))
            #expect(try codec.decodeGo(codec.encode(go)) == go, "seed \(seed)")
        }
        var done = Done(place: place(&random), said: reaches(&random), hasMore: random.once(in: 2))
        done.wakes = (0..<3).map { _ in Done.Wake(place: timer(&random), due: time(&random)) }
        if random.once(in: 2) { done.upcoming = time(&random) }
        #expect(try codec.decodeDone(codec.encode(done)) == done, "seed \(seed)")
    }

    @Test func `a word cut anywhere is refused`() {
        var random = SeededGenerator(seed: 7)
        let go = Go(
            place: place(&random), time: time(&random), cause: .timer(timer(&random)),
            expected: reaches(&random))
        let bytes = Array(codec.encode(go))
        for count in 0..<bytes.count {
            #expect(throws: WireError.self, "\(count) bytes") {
                try Array(bytes.prefix(count)).withUnsafeBytes { try codec.decodeGo($0) }
            }
        }
    }
}
