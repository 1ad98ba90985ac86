import Exchanges
import Market

/// A stream that somebody listens to.
struct LiveStream: Sendable {
    /// Its name as it was asked for.
    let name: [UInt8]
    let kind: StreamKind
    /// In what it tells moments.
    let unit: TimeUnit
    /// How often it tells; `nil` where it tells when something happens.
    let period: Int64?
    /// Who hears the bare events, and who hears them with the stream's name.
    var bare: [ConnectionID] = []
    var combined: [ConnectionID] = []
    /// What of the market it told last: the last trade's id, or the book's.
    var told: Int64
    /// Levels of the book that changed since.
    var changed: [(side: Side, price: Price)] = []
    /// The part of its candle that is closed, and from when on the rest is to be added.
    var folded: ExchangeCandle?
    var foldedUpTo = Timestamp.zero

    init(_ name: String, _ kind: StreamKind, _ unit: TimeUnit, period: Int64?, told: Int64) {
        (self.name, self.kind, self.unit) = (Array(name.utf8), kind, unit)
        (self.period, self.told) = (period, told)
    }

    /// How it writes a pair's numbers.
    func form(_ symbol: SymbolMarket) -> NumberForm {
        var form = symbol.form
        form.time = unit
        return form
    }

    /// Whether nobody hears it any more.
    var isDeaf: Bool { bare.isEmpty && combined.isEmpty }

    mutating func add(_ connection: ConnectionID, isCombined: Bool) {
        remove(connection)
        if isCombined { combined.append(connection) } else { bare.append(connection) }
    }

    mutating func remove(_ connection: ConnectionID) {
        bare.removeAll { $0 == connection }
        combined.removeAll { $0 == connection }
    }
}
