import BinanceVenue
import Market
import Messages
import Stages

/// What comes over the socket of an account at Binance, and the answers to its requests: an entry is open.
struct BinanceAccountBorder: Border {
    static let name = "binance-account"
    private let core: ClientCoreBorder<BinanceVenueCore>

    init(folder: String) throws {
        let pair = Instrument(
            name: "BTC/USDT", market: .um, tickSize: Price(raw: 10_000_000), stepSize: Quantity(raw: 100_000),
            minQuantity: Quantity(raw: 100_000), maxQuantity: Quantity(100), minNotional: .zero)
        let settings = BinanceVenueSettings(
            .um, at: BinanceVenueAddresses(base: "http://x"), InstrumentTable([pair]), leverages: [1],
            maintenanceMargin: 0.025, since: .zero, seed: 1)
        core = ClientCoreBorder(try BinanceVenueCore(settings)) { request in
            Self.answers.first { request.target.contains($0.path) }.map { Array($0.body.utf8) }
        } granted: { _ in
            []
        } wish: { core, moment in
            core.ask(RequestID(Self.entry.clientOrderID, .place), .place(Self.entry), at: moment)
        } take: { core, _ in
            core.takeNotices() + core.takeWords().map(Self.words)
        }
    }

    mutating func feed(_ bytes: [UInt8]) -> String { core.feed(bytes) }

    /// What of it is another outcome than others.
    private static func words(_ word: VenueWord) -> String {
        switch word {
        case .event(let event): "event \(event.kind) \(event.purpose) \(event.reason.code)"
        case .answered(_, .venueAnswer(let answer)): "answer \(answer.status) \(answer.reason.code)"
        case .answered: "answer"
        case .unanswered(_, let why): "unanswered \(why)"
        case .link(let state): "link \(state)"
        }
    }

    private static var entry: OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "r1-BTCUSDT-a-1m", leg: 1)
        (intent.symbol, intent.side, intent.orderType) = (SymbolID(0), .buy, .limit)
        (intent.price, intent.quantity, intent.purpose) = (Price(40_000), Quantity(1), .entry)
        intent.expires = Timestamp(milliseconds: 1_752_459_224_000)
        return intent
    }

    private static let answers: [(path: String, body: String)] = [
        ("/time", "{\"serverTime\":1652459224000}"),
        ("/accountConfig", "{\"canTrade\":true,\"dualSidePosition\":false,\"multiAssetsMargin\":false}"),
        ("/symbolConfig", "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"ISOLATED\",\"leverage\":1}]"),
        ("/commissionRate", "{\"makerCommissionRate\":\"0.0002\",\"takerCommissionRate\":\"0.0005\"}"),
        ("/listenKey", "{\"listenKey\":\"pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1\"}"),
        ("/openOrders", "[]"), ("/openAlgoOrders", "[]"), ("/userTrades", "[]"), ("/positionRisk", "[]"), ("/income", "[]"),
        ("/balance", "[{\"asset\":\"USDT\",\"balance\":\"1000\"}]"),
        ("/countdownCancelAll", "{\"symbol\":\"BTCUSDT\",\"countdownTime\":\"120000\"}"),
    ]
}
