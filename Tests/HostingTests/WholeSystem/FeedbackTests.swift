import Configuration
import FeedHandler
import Market
import Messages
import Testing

@testable import Hosting

/// Fills, profit and loss, and risk alerts flow back up: each level hears each of them, and what it says
/// later would be another without.
@Suite struct FeedbackTests {
    static let levels: [ProcessRank] = [.l4Meta, .l3Strategy, .l2Tactic, .l1Operational]

    @Test(arguments: levels, [MessageKind.fill, .pnlUpdate, .riskAlert])
    func `a level that does not hear what comes back says something else`(
        _ rank: ProcessRank, _ kind: MessageKind
    ) throws {
        #expect(TopicCatalogue.heard(by: rank).contains(kind))
        let hearing = try said(by: rank, deafTo: nil)
        let deaf = try said(by: rank, deafTo: kind)
        #expect(hearing.count > 10)
        #expect(hearing != deaf, "\(rank) makes no use of \(kind)")
    }

    @Test(arguments: levels)
    func `a level says the same when it misses what it never hears`(_ rank: ProcessRank) throws {
        let hearing = try said(by: rank, deafTo: nil)
        #expect(try said(by: rank, deafTo: .venueEvent) == hearing)
    }

    /// A day and a half of the sample, with a halt of half an hour and signals of a person in between.
    private func said(by rank: ProcessRank, deafTo kind: MessageKind?) throws -> [String] {
        let house = House(deaf: kind.map { (rank, $0) }, at: .zero)
        var source = try RecordedData.open("samples/klines", house.settings, to: "2025-05-06")
        var minute = 0
        while let event = try source.next() {
            house.host.feed(event.message, at: event.time)
            guard event.message.symbol == House.btc else { continue }
            minute += 1
            disturb(house, minute)
        }
        return house.log.said(by: rank)
    }

    private func disturb(_ house: House, _ minute: Int) {
        switch minute {
        case 1_000: house.send(House.signal("person-1", House.btc, .buy, 0.002, stop: 80_000))
        case 1_200: house.halt()
        case 1_210: house.send(House.signal("person-2", House.eth, .buy, 0.05, stop: 1_000))
        case 1_230: house.halt(false)
        default: break
        }
    }
}
