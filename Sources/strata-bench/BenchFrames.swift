import Hosting
import Market
import Messages
import Stages
import Wire

/// The frames that cross the bus in a measurement: real messages of the pipeline, with every field filled.
struct BenchFrames {
    let instruments: InstrumentTable
    /// Published: a closed candle.
    let kline: Message
    /// Asked: leave to open a position.
    let check: Message
    /// Answered to it.
    let verdict: Message
    var header = Header()

    init() throws(HostError) {
        let setup = try SetupLoader.load(try ProcessEnvironment())
        instruments = setup.settings.instruments
        guard let symbol = instruments.symbols.first else {
            throw .configuration("the safe list has no active pair")
        }
        kline = .kline(Self.kline(symbol))
        var check = RiskCheck()
        check.intent.symbol = symbol
        check.intent.clientOrderID = ClientOrderID(signal: "r1-BTCUSDT-1746374400-5m", leg: 0)
        check.intent.quantity = Quantity(0.003) ?? .zero
        check.intent.stopLoss = Price(94_210.5) ?? .zero
        check.confidence = 0.7142
        self.check = .riskCheck(check)
        var verdict = RiskVerdict()
        verdict.approved = true
        verdict.quantity = check.intent.quantity
        self.verdict = .riskVerdict(verdict)
        header.run = 1
        header.source = "feed-handler.0"
        header.epoch = 1
        header.time = Timestamp(milliseconds: 1_746_374_459_999)
        header.configuration = setup.configurationHash
        header.instruments = setup.instrumentHash
    }

    private static func kline(_ symbol: SymbolID) -> Kline {
        var kline = Kline()
        kline.symbol = symbol
        kline.openTime = Timestamp(milliseconds: 1_746_374_400_000)
        kline.closeTime = Timestamp(milliseconds: 1_746_374_459_999)
        kline.open = Price(95_120.1) ?? .zero
        kline.high = Price(95_180.7) ?? .zero
        kline.low = Price(95_101.2) ?? .zero
        kline.close = Price(95_140.4) ?? .zero
        kline.volume = 31.457
        kline.quoteVolume = 2_992_711.33
        return kline
    }

    /// The topic of a message, or the verb of a request.
    func topic(of message: Message) -> [UInt8] {
        if message.kind == .kline { return Array(TopicCatalogue.topic(of: message, instruments).utf8) }
        return Array("\(TopicCatalogue.entry(message.kind).prefix)".utf8)
    }

    /// A message as it would be sent now: for its size, and for C's peers to pack again.
    func bytes(of message: Message, sent: Int64) throws(HostError) -> [UInt8] {
        var header = header
        header.sequence = 100_000
        header.id = EventID(step: 100_000, round: 1, rank: 0, instance: 0, index: 1)
        header.sent = Timestamp(nanoseconds: sent)
        let encoder = FrameEncoder(instruments)
        do {
            // The bytes are the encoder's: it has to live until they are copied.
            let bytes = try encoder.encode(message, header)
            return withExtendedLifetime(encoder) { Array(bytes) }
        } catch {
            throw .failed("\(error)")
        }
    }
}
