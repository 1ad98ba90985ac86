import Glibc
import Market

/// The rolling correlation of two pairs (BTC and ETH): Pearson's over the last hour of 1m log returns.
/// Only minutes of which both candles came count; the figure is made when it is asked for. It is that of the
/// minutes before the newest one: so all that is decided at one moment has one figure, whichever of the two
/// candles came first, and whether both did.
public struct PairCorrelation: BitwiseCopyable, Sendable {
    /// Returns that the window holds, and from how many there is a figure.
    public static let window = 60
    public static let enough = 30

    /// The two symbols; `none` where the safe list has not both.
    public let first: SymbolID
    public let second: SymbolID
    private var firstReturns: [60 of Double] = .init(repeating: 0)
    private var secondReturns: [60 of Double] = .init(repeating: 0)
    private var count = 0
    private var next = 0
    /// The newest minute that any pair has told of.
    private var newest = Timestamp.zero
    /// The newest closes, and the closes of the last minute that both had.
    private var firstClose = Close()
    private var secondClose = Close()
    private var firstBefore = Close()
    private var secondBefore = Close()

    private struct Close: BitwiseCopyable, Sendable {
        var time = Timestamp.zero
        var price = 0.0
    }

    /// The correlation of BTC and ETH in a table of instruments.
    public init(of instruments: InstrumentTable) {
        let btc = instruments.symbols.first { instruments[$0].base == "BTC" }
        let eth = instruments.symbols.first { instruments[$0].base == "ETH" }
        first = eth == nil ? .none : btc ?? .none
        second = btc == nil ? .none : eth ?? .none
    }

    /// The other of the two; `nil` for any other symbol.
    public func partner(of symbol: SymbolID) -> SymbolID? {
        guard first != .none else { return nil }
        if symbol == first { return second }
        return symbol == second ? first : nil
    }

    /// Takes the close of a 1m candle; those of other symbols only tell that a new minute has begun.
    public mutating func update(_ symbol: SymbolID, _ price: Price, at time: Timestamp) {
        if time > newest {
            if firstClose.time == secondClose.time { pair() }
            newest = time
        }
        guard symbol == first || symbol == second else { return }
        let close = Close(time: time, price: price.double)
        if symbol == first { firstClose = close } else { secondClose = close }
    }

    private mutating func pair() {
        if firstBefore.price > 0, secondBefore.price > 0, firstClose.time - firstBefore.time == .minutes(1) {
            firstReturns[next] = log(firstClose.price / firstBefore.price)
            secondReturns[next] = log(secondClose.price / secondBefore.price)
            next = (next + 1) % Self.window
            count = min(count + 1, Self.window)
        }
        firstBefore = firstClose
        secondBefore = secondClose
    }

    /// −1 to 1; NaN before there is enough to tell, or while one of the two stands still.
    public var value: Double {
        guard count >= Self.enough else { return .nan }
        // Read through spans: each read from an `InlineArray` that may not change would copy all of it.
        let (first, second) = (firstReturns.span, secondReturns.span)
        var (meanX, meanY) = (0.0, 0.0)
        for place in 0..<count {
            meanX += first[place] / Double(count)
            meanY += second[place] / Double(count)
        }
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for place in 0..<count {
            let (x, y) = (first[place] - meanX, second[place] - meanY)
            xx += x * x
            yy += y * y
            xy += x * y
        }
        return xx > 0 && yy > 0 ? max(-1, min(1, xy / (xx.squareRoot() * yy.squareRoot()))) : .nan
    }
}
