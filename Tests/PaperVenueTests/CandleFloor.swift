import Configuration
import Market
import Messages
import Stages
import TestSupport

@testable import PaperVenue

/// A paper venue on the candles of BTC/USDT, with what it says and keeps.
struct CandleFloor {
    var venue: PaperVenueStage
    private(set) var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
    private(set) var records: [Record] = []

    init(_ settings: Settings = .standard) { venue = PaperVenueStage(settings: settings) }

    /// The newest record of each order and position, as a database has them.
    var latest: [Record] {
        var orders: [ClientOrderID: Record] = [:]
        var positions: [SymbolID: Record] = [:]
        for record in records {
            if case .venueOrder(let order) = record { orders[order.intent.clientOrderID] = record }
            if case .venuePosition(let position) = record { positions[position.symbol] = record }
        }
        return Array(orders.values) + Array(positions.values)
    }

    /// The next minute's candle; answers the fills that follow.
    @discardableResult
    mutating func next(
        _ open: Int, _ high: Int, _ low: Int, _ close: Int, quoteVolume: Double = 1e9
    ) -> [VenueEvent] {
        let start = time
        time = time + .minutes(1)
        let candle = Candle(
            openTime: start, closeTime: time, open: Price(open), high: Price(high), low: Price(low),
            close: Price(close), volume: quoteVolume / Double(close), quoteVolume: quoteVolume)
        return hear(.message(.kline(Kline(SymbolID(0), .m1, candle))))
    }

    mutating func place(_ intent: OrderIntent) {
        hear(.request(RequestID(intent.clientOrderID, .place), .place(intent)))
    }

    @discardableResult
    private mutating func hear(_ input: Input) -> [VenueEvent] {
        let effects = venue.effects(of: Envelope(input, at: time))
        records += effects.records
        return effects.published.compactMap {
            guard case .venueEvent(let event) = $0, event.kind == .filled else { return nil }
            return event
        }
    }

    func entry(
        _ signal: String, leg: UInt8 = 1, _ quantity: Int, limit: Int? = nil, stop: Int = 99_000,
        target: Int = 103_000
    ) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: Label(clipping: signal), leg: leg)
        intent.symbol = SymbolID(0)
        intent.quantity = Quantity(quantity)
        intent.stopLoss = Price(stop)
        intent.takeProfit = Price(target)
        intent.expires = time + .minutes(10)
        if let limit { (intent.orderType, intent.price) = (.limit, Price(limit)) }
        return intent
    }

    func exit(_ signal: String, _ quantity: Int) -> OrderIntent {
        var intent = entry(signal, leg: ClientOrderID.exitLeg, quantity)
        intent.purpose = .exit
        intent.side = .sell
        (intent.stopLoss, intent.takeProfit) = (.absent, .absent)
        return intent
    }
}
