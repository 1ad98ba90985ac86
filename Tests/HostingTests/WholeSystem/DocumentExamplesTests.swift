import Configuration
import Market
import Messages
import Testing

/// The documents' own figures, through the whole system.
@Suite struct DocumentExamplesTests {
    @Test func `both signals of the L1 document are filled under its own limits`() throws {
        let house = House(.operational)
        house.minute([50_000, 2_990, 150])
        #expect(house.send(House.documentBTC) && house.send(House.documentETH))
        house.minutes(3)
        let btc = try #require(house.log.report(of: "btc_s1"))
        let eth = try #require(house.log.report(of: "eth_s1"))
        #expect(btc.status == .filled && btc.executedQuantity == Quantity(0.01))
        #expect(btc.averagePrice == Price(50_002.5), "half a spread of 1 bp above the next open")
        #expect(eth.status == .filled && eth.executedQuantity == Quantity(0.5) && !eth.lowered)
        #expect(house.venue?.placed.count == 3, "1495 USDT are more than one order may be")
        #expect(house.position(House.btc) == Quantity(0.01) && house.position(House.eth) == Quantity(0.5))
        #expect(!house.send(House.documentBTC), "one attempt per signal")
    }

    @Test func `under the multi-pair limits the second is refused with the limit's name`() throws {
        let house = House()
        house.minute()
        #expect(house.send(House.documentBTC) && house.send(House.documentETH))
        house.minutes(3)
        #expect(house.log.report(of: "btc_s1")?.status == .filled)
        let eth = try #require(house.log.report(of: "eth_s1"))
        #expect(eth.status == .rejected && eth.reason.code == .totalExposure)
        #expect(house.position(House.eth).isZero)
    }

    /// The document's account has paid no fee and no spread yet.
    @Test func `500 of BTC are open, 600 of ETH are refused: 1100 is more than 1000`() throws {
        var settings = Settings.standard
        settings.paper.takerFee = 0
        settings.symbols[0].spreadBps = 0
        let house = House(settings)
        house.minute()
        house.send(House.documentBTC)
        house.minutes(2)
        house.send(House.signal("p5", House.eth, .buy, 0.2, stop: 2_900))
        house.minutes(2)
        let report = try #require(house.log.report(of: "p5"))
        #expect(report.status == .rejected)
        #expect(report.reason.text == "Total exposure $1100 > $1000")
        house.send(House.signal("p5-smaller", House.eth, .buy, 0.16, stop: 2_900))
        house.minutes(2)
        #expect(house.log.report(of: "p5-smaller")?.status == .filled)
    }
}
