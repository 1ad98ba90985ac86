import Market
import Messages
import RiskManager

/// What the venue holds, from its own events alone.
struct VenueTruth {
    struct OpenEntry {
        let symbol: SymbolID
        var left: Quantity
        let price: Price
    }

    /// By symbol.
    private(set) var positions: [Quantity]
    private(set) var stops: [ClientOrderID: (symbol: SymbolID, quantity: Quantity)] = [:]
    private(set) var entries: [ClientOrderID: OpenEntry] = [:]
    private(set) var filled: [ClientOrderID: Quantity] = [:]

    init(symbols: Int) { positions = Array(repeating: .zero, count: symbols) }

    mutating func accept(_ intent: OrderIntent) {
        let filled = filled[intent.clientOrderID] ?? .zero
        entries[intent.clientOrderID] = OpenEntry(
            symbol: intent.symbol, left: intent.quantity - filled, price: intent.referencePrice)
    }

    mutating func take(_ event: VenueEvent) {
        let id = event.clientOrderID
        switch event.kind {
        case .filled:
            let signed = Quantity(raw: event.side.sign * event.received.raw)
            positions[event.symbol.int] += signed
            filled[id, default: .zero] += event.quantity
            entries[id]?.left -= event.quantity
            if event.purpose == .stop { reduceStop(id, by: event.quantity) }
        case .protected where event.purpose == .stop:
            stops[id] = event.quantity.isZero ? nil : (event.symbol, event.quantity)
        case .cancelled, .expired, .rejected:
            stops[id] = nil
            entries[id] = nil
        case .accepted, .protected, .funding, .open, .feeInBNB: break
        }
    }

    private mutating func reduceStop(_ id: ClientOrderID, by quantity: Quantity) {
        guard let stop = stops[id] else { return }
        let left = stop.quantity - quantity
        stops[id] = left.isPositive ? (stop.symbol, left) : nil
    }

    /// Quantity of all stops that rest for a symbol.
    func stopped(_ symbol: SymbolID) -> Quantity {
        stops.values.reduce(.zero) { $1.symbol == symbol ? $0 + $1.quantity : $0 }
    }

    /// Value of positions and open entries, of one symbol or all, USDT; entries at the higher of their price
    /// and the mark, or at the lower. Summed in whole ten-thousandths: the
    /// order in which entries come must not matter.
    func exposure(_ marks: [Price], of symbol: SymbolID? = nil, lowest: Bool = false) -> Double {
        var sum = 0
        for place in positions.indices where symbol == nil || symbol?.int == place {
            sum += Int(positions[place].magnitude.double * marks[place].double * 1e4)
        }
        for entry in entries.values where symbol == nil || symbol == entry.symbol {
            let (own, mark) = (entry.price.double, marks[entry.symbol.int].double)
            let price = lowest ? min(own, mark) : max(own, mark)
            sum += Int(max(0, entry.left.double) * price * 1e4)
        }
        return Double(sum) / 1e4
    }
}
