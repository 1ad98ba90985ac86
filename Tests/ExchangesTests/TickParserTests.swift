import Exchanges
import Market
import Messages
import Testing

@Suite struct TickParserTests {
    @Test func `um and spot trades are read alike`() throws {
        var um = LineParser.trades(symbol: SymbolID(1))
        #expect(try um.parse(text: "id,price,qty,quote_qty,time,is_buyer_maker") == nil)
        let event = try #require(try um.parse(text: "5266583935,61800.30,0.006,370.80180,1723161256322,true"))
        #expect(event.time == Timestamp(milliseconds: 1_723_161_256_322))
        guard case .trade(let trade) = event.message else { return #expect(Bool(false)) }
        #expect(trade.tradeID == 5_266_583_935 && trade.symbol == SymbolID(1) && trade.buyerIsMaker)
        #expect((trade.price, trade.quantity) == (Price(raw: 6_180_030_000_000), Quantity(raw: 600_000)))

        var spot = LineParser.trades(symbol: SymbolID(1))
        let other = try spot.parse(text: "553287559,39432.48,0.000263,,1610064000278,True,")
        guard case .trade(let second)? = other?.message else { return #expect(Bool(false)) }
        #expect(second.quantity == Quantity(raw: 26_300))
        #expect(
            spot.outcome("553287560,39439.44,0.004376,,1610064000310,False")
                == .failure(.wrongColumnCount(found: 6, expected: "7")))
    }

    @Test func `aggTrades are read, and told apart by time and id`() throws {
        var parser = LineParser.aggTrades(symbol: SymbolID(0))
        let line = "665076761,58001.04000000,0.02627600,745522878,745522878,1617566591348,False,True"
        guard case .trade(let trade)? = try parser.parse(text: line)?.message else {
            return #expect(Bool(false))
        }
        #expect(trade.tradeID == 665_076_761 && !trade.buyerIsMaker)
        let place = LinePlace(time: Timestamp(milliseconds: 1_617_566_591_348), id: 665_076_761)
        #expect(try Array(line.utf8).withUnsafeBytes { try parser.place(of: $0) } == place)
    }

    @Test func `a trade says who took by either column`() throws {
        var parser = LineParser.trades(symbol: SymbolID(0))
        #expect(try parser.parse(text: "timestamp,id,price,amount,taker_side") == nil)
        for (side, isMaker) in [("sell", true), ("BUY", false)] {
            guard case .trade(let trade)? = try parser.parse(text: "1746372780.5,7,10,1,\(side)")?.message else {
                return #expect(Bool(false))
            }
            #expect(trade.buyerIsMaker == isMaker && trade.tradeID == 7)
        }
        parser.beginFile()
        #expect(
            parser.outcome("timestamp,id,price,amount,side")
                == .failure(.missingColumns(["is_buyer_maker"], found: "timestamp,id,price,amount,side")))
    }

    @Test func `a bookTicker row is a quote without an invented last price`() throws {
        var parser = LineParser.bookTickers(symbol: SymbolID(0))
        let header =
            "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time"
        #expect(try parser.parse(text: header) == nil)
        let line = "5123107839020,61800.20,2.507,61800.30,2.510,1723161256313,1723161256314"
        let event = try #require(try parser.parse(text: line))
        guard case .ticker(let ticker) = event.message else { return #expect(Bool(false)) }
        #expect(event.time == Timestamp(milliseconds: 1_723_161_256_314))
        #expect(
            (ticker.bid, ticker.ask, ticker.last) == (
                Price(raw: 6_180_020_000_000), Price(raw: 6_180_030_000_000), .zero
            ))
        let crossed = line.replacing("61800.30", with: "61800.10").replacing("39020", with: "39021")
        guard case .failure(.incoherent(let column, _, _)) = parser.outcome(crossed) else {
            return #expect(Bool(false))
        }
        #expect(column == "best_ask_price")
    }
}
