import Configuration
import Market
import Messages
import Testing

/// What reduces always goes; what opens needs everyone.
@Suite struct HaltAndAbsenceTests {
    private func withPosition() -> House {
        let house = House()
        house.minute()
        house.send(House.documentBTC)
        house.minutes(2)
        return house
    }

    @Test func `while halted an exit goes through and an entry does not`() {
        let house = withPosition()
        house.halt()
        let before = house.venue?.placed.count ?? 0
        house.send(House.signal("in", House.eth, .buy, 0.1, stop: 2_900))
        house.send(House.signal("out", House.btc, .sell, 0.01))
        house.minutes(2)
        #expect(house.log.report(of: "in")?.reason.code == .halted)
        #expect(house.log.report(of: "out")?.status == .filled)
        #expect(house.position(House.btc).isZero && house.position(House.eth).isZero)
        #expect(house.venue?.placed.count == before + 1)
        house.halt(false)
        house.send(House.signal("again", House.eth, .buy, 0.1, stop: 2_900))
        house.minutes(2)
        #expect(house.log.report(of: "again")?.status == .filled)
    }

    @Test func `without a risk manager an exit goes through and an entry does not`() {
        let first = withPosition()
        let house = House(without: [.riskManager], recovered: first.records.records)
        #expect(house.position(House.btc) == Quantity(0.01), "the venue has its position back")
        house.minute()
        house.send(House.signal("in", House.eth, .buy, 0.1, stop: 2_900))
        house.send(House.signal("out", House.btc, .sell, 0.01))
        house.minutes(2)
        #expect(house.log.report(of: "in")?.reason.code == .riskManagerGone)
        #expect(house.log.report(of: "out")?.status == .filled)
        #expect(house.position(House.btc).isZero)
        let purposes = house.venue?.placed.map(\.purpose)
        #expect(purposes == [.exit])
    }

    @Test func `without a risk manager, and halted, the stop still closes`() {
        let first = withPosition()
        let house = House(without: [.riskManager], recovered: first.records.records)
        _ = house.host.request(.executor, .init("person", .halt), .halt(HaltCommand()))
        house.minute([48_000])
        #expect(house.position(House.btc).isZero)
        let purposes = house.log.fills.map(\.purpose)
        #expect(purposes == [.stop])
        #expect(house.log.fills.allSatisfy { $0.price <= Price(49_000) })
    }
}
