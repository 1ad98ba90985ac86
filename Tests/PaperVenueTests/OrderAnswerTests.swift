import Configuration
import Market
import Messages
import Stages
import Testing

@testable import PaperVenue

@Suite struct OrderAnswerTests {
    private static let start = Timestamp(nanoseconds: 1_746_316_800_000_000_000)

    private func venue(_ settings: Settings = .standard, minutes: Int64 = 1) -> PaperVenueStage {
        var venue = PaperVenueStage(settings: settings)
        for minute in 0..<minutes { _ = venue.effects(of: kline(minute)) }
        return venue
    }

    private func kline(_ minute: Int64, isWarmUp: Bool = false) -> Envelope {
        let open = Self.start + .minutes(minute)
        let candle = Candle(
            openTime: open, closeTime: open + .minutes(1), open: Price(100_000), high: Price(100_100),
            low: Price(99_900), close: Price(100_000), volume: 1, quoteVolume: 1e9)
        return Envelope(
            .message(.kline(Kline(SymbolID(0), .m1, candle))), at: open + .minutes(1), isWarmUp: isWarmUp)
    }

    private func intent(_ change: (inout OrderIntent) -> Void = { _ in }) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "a", leg: 1)
        intent.symbol = SymbolID(0)
        intent.quantity = Quantity(raw: 300_000)
        intent.stopLoss = Price(99_000)
        intent.expires = Self.start + .minutes(10)
        change(&intent)
        return intent
    }

    private func ask(_ venue: inout PaperVenueStage, _ message: Message) -> VenueAnswer? {
        let id = RequestID("a", leg: 1, message.kind)
        let effects = venue.effects(of: Envelope(.request(id, message), at: Self.start + .minutes(1)))
        for case .answer(id, .venueAnswer(let answer)) in effects.list { return answer }
        return nil
    }

    private func query(_ venue: inout PaperVenueStage, _ leg: UInt8 = 1) -> OrderStatus? {
        var query = OrderQuery()
        query.clientOrderID = ClientOrderID(signal: "a", leg: leg)
        return ask(&venue, .venueQuery(query))?.status
    }

    @Test func `placing twice makes one order, and a query follows its life`() {
        var venue = venue()
        #expect(query(&venue) == .unknown)
        #expect(ask(&venue, .place(intent()))?.status == .new)
        #expect(ask(&venue, .place(intent()))?.status == .new)
        #expect(venue.rows.count == 1)
        _ = venue.effects(of: kline(1))
        #expect(query(&venue) == .filled && query(&venue, ClientOrderID.stopLeg) == .new)
        #expect(ask(&venue, .place(intent()))?.status == .filled)
    }

    @Test func `orders that can't be are refused with the reason`() {
        var settings = Settings.standard
        settings.market = .spot
        for index in settings.instruments.instruments.indices where index == 0 {
            var instruments = settings.instruments.instruments
            instruments[index].market = .spot
            settings.instruments = InstrumentTable(instruments)
        }
        var spot = venue(settings)
        #expect(ask(&spot, .place(intent { $0.side = .sell }))?.reason.code == .insufficientBalance)
        var fresh = venue(minutes: 0)
        #expect(ask(&fresh, .place(intent()))?.reason.code == .noPrice)
        let cases: [(ReasonCode, (inout OrderIntent) -> Void)] = [
            (.unknownSymbol, { $0.symbol = SymbolID(7) }), (.expired, { $0.expires = Self.start }),
            (.nothingToReduce, { $0.purpose = .exit }), (.incoherentStop, { $0.stopLoss = Price(100_000) }),
        ]
        for (code, change) in cases {
            var venue = venue()
            let answer = ask(&venue, .place(intent(change)))
            #expect(answer?.status == .rejected && answer?.reason.code == code)
            #expect(venue.rows.isEmpty)
        }
    }

    @Test func `what is stored comes before what is said of it`() {
        var venue = venue()
        _ = ask(&venue, .place(intent()))
        let effects = venue.effects(of: kline(1))
        var stored = 0
        for effect in effects.list {
            switch effect {
            case .store: stored += 1
            case .publish:
                #expect(stored >= 2, "order and position first")
                stored = 0
            default: break
            }
        }
        #expect(effects.published.count == 2)
    }

    @Test func `history moves the price and fills nothing`() {
        var venue = venue()
        _ = ask(&venue, .place(intent()))
        #expect(venue.effects(of: kline(1, isWarmUp: true)).list.isEmpty)
        #expect(venue.symbols[0].mark == Price(100_000) && venue.rows.count == 1)
    }

    @Test func `a limit order rests until the market trades through it`() {
        var venue = venue()
        _ = ask(
            &venue,
            .place(
                intent {
                    $0.orderType = .limit; $0.price = Price(99_900)
                }))
        #expect(venue.effects(of: kline(1)).published.isEmpty)
        #expect(query(&venue) == .new)
        _ = venue.effects(of: kline(30))
        #expect(query(&venue) == .expired)
    }

    @Test func `a resting order costs a quiet candle nothing`() {
        var venue = venue()
        _ = ask(&venue, .place(intent()))
        _ = venue.effects(of: kline(1))
        #expect(venue.effects(of: kline(2)).list.isEmpty)
    }
}
