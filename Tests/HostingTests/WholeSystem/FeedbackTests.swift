import Configuration
@testable import Hosting
import Market
import Messages
import Testing

/// Fills, profit and loss, and risk alerts flow back up: each level hears each of them, and what it says
/// later would be another without.
@Suite struct FeedbackTests {
    static let levels: [ProcessRank] = [.l4Meta, .l3Strategy, .l2Tactic, .l1Operational]

    @Test(arguments: levels, [MessageKind.fill, .pnlUpdate, .riskAlert])
    func `a level that does not hear what comes back says something else`(
        _ rank: ProcessRank, _ kind: MessageKind
    ) throws {
        #expect(TopicCatalogue.heard(by: rank).contains(kind))
        // A halt also comes from above, by L4's risk and L3's wish: for L2's own ear those are deaf in both.
        let above: [Ear] = rank == .l2Tactic ? [Ear(.l4Meta, kind), Ear(.l3Strategy, kind)] : []
        let hearing = try said(by: rank, deaf: above)
        let deaf = try said(by: rank, deaf: above + [Ear(rank, kind)])
        #expect(hearing.count > 10)
        let isUsed = hearing != deaf
        #expect(isUsed, "\(rank) makes no use of \(kind)")
    }

    @Test(arguments: levels)
    func `a level says the same when it misses what it never hears`(_ rank: ProcessRank) throws {
        let hearing = try said(by: rank, deaf: [])
        let isSame = try said(by: rank, deaf: [Ear(rank, .venueEvent)]) == hearing
        #expect(isSame)
    }

    /// Two days of the sample under limits that let positions follow the equity, with a halt and signals of
    /// a person in between.
    private func said(by rank: ProcessRank, deaf: [Ear]) throws -> [String] {
        var settings = Settings.operational
        for index in settings.symbols.indices { settings.symbols[index].maxPosition = Money(5_000) }
        let house = House(settings, deaf: deaf, at: .zero)
        var source = try RecordedData.open("samples/klines", house.settings, to: "2025-05-07")
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
        case 1_300: house.halt()
        case 1_310: house.send(House.signal("person-2", House.eth, .buy, 0.05, stop: 1_000))
        case 1_900: house.halt(false)
        default: break
        }
    }
}
