import Exchanges
import Market
import Messages
import Stages

/// The end: what has to be settled before nobody looks after the account any more.
extension BinanceVenueCore {
    /// Lets nothing enter any more, and takes back what waits to enter.
    public mutating func windDown(at moment: Moment) {
        guard !isWindingDown else { return }
        isWindingDown = true
        for place in orders.indices where orders[place].isAlive && !orders[place].reduces {
            orders[place].isCancelWanted = true
            pursueCancel(place, at: moment)
        }
        if phase != .asleep { afterwards(at: moment) }
    }

    /// What is not settled, in words: orders whose outcome nobody knows, what still may enter, and positions
    /// without a stop. Empty where the account can be left alone.
    public var unsettled: [String] {
        var list: [String] = []
        for place in orders.indices where orders[place].isAlive || orders[place].owesEnd {
            let row = orders[place]
            switch row.phase {
            case .open where row.reduces, .absent: continue
            case .open: list.append("\(row.id.text) still waits to enter \(name(row.symbol))")
            case .ended: list.append("fills of \(row.id.text) were not told yet")
            case .waiting where row.reduces, .sent, .doubtful:
                list.append("what became of \(row.id.text) is not known")
            case .waiting: continue
            }
        }
        for symbol in settings.instruments.symbols {
            guard let base = bases[symbol.int] else { continue }
            let part = settings.instruments[symbol].lots(of: base.plus(trades[symbol.int].own))
            let bare = part.magnitude - resting(.stop, symbol, part.raw > 0 ? .sell : .buy)
            if bare.isPositive, !isDust(bare, symbol) {
                list.append("\(bare) \(name(symbol)) has no stop at the exchange")
            }
        }
        return list
    }

    /// Whether it is less than the exchange lets anybody sell on spot, by the price of the last fill: no stop
    /// can rest for it.
    private func isDust(_ quantity: Quantity, _ symbol: SymbolID) -> Bool {
        guard !settings.isFutures, let price = trades[symbol.int].lastPrice.present,
            let value = quantity.notional(at: price)
        else { return false }
        return value < settings.instruments[symbol].minNotional
    }

    private func name(_ symbol: SymbolID) -> String {
        settings.instruments.contains(symbol) ? settings.instruments.name(symbol) : "a pair"
    }
}
