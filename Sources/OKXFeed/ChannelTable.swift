import Exchanges
import Market

/// The exchange's names of instruments and channels, each channel of a symbol at its place, and the messages
/// that subscribe to them.
struct ChannelTable: Sendable {
    /// "BTC-USDT", by symbol.
    let instruments: [String]
    private let table: NameTable

    init(_ instruments: InstrumentTable) {
        self.instruments = instruments.instruments.map { instrument in
            String(instrument.name.map { $0 == "/" ? "-" : $0 })
        }
        table = NameTable(self.instruments)
    }

    static func place(_ symbol: SymbolID, _ channel: Channel) -> Int {
        symbol.int * Channel.count + channel.rawValue
    }
    static func symbol(_ place: Int) -> SymbolID { SymbolID(place / Channel.count) }
    static func channel(_ place: Int) -> Channel { Channel(rawValue: place % Channel.count) ?? .ticker }

    /// The symbol of an instrument's name.
    func symbol(named name: UnsafeRawBufferPointer) -> SymbolID? {
        table.index(of: name).map { SymbolID($0) }
    }

    /// The place of a channel by the names that the exchange says.
    func place(channel name: UnsafeRawBufferPointer, of instrument: UnsafeRawBufferPointer) -> Int? {
        guard let symbol = symbol(named: instrument),
            let channel = Channel.allCases.first(where: { name.elementsEqual($0.name.utf8) })
        else { return nil }
        return Self.place(symbol, channel)
    }

    /// "books:BTC-USDT", for a person.
    func name(_ place: Int) -> String {
        "\(Self.channel(place).name):\(instruments[Self.symbol(place).int])"
    }

    /// The message that subscribes to channels, or no longer.
    func message(_ operation: String, _ places: [Int]) -> String {
        let list = places.map { place in
            "{\"channel\":\"\(Self.channel(place).name)\",\"instId\":"
                + "\(ForeignText.json(instruments[Self.symbol(place).int]))}"
        }
        return "{\"op\":\"\(operation)\",\"args\":[\(list.joined(separator: ","))]}"
    }
}
