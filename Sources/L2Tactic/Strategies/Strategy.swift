import Configuration
import Market
import Stages

/// A way to read a pair's closed candles of one timeframe: state, no clock, no memory outside.
///
/// A new kind is a file with this conformance and its line in `StrategyCatalogue`. One that is plain memory
/// (`BitwiseCopyable`) is saved as it lies there; one that owns more, as a policy's weights, says itself what
/// of it is to be saved.
public protocol Strategy: Sendable {
    /// Its name in files and what it is set by.
    static var kind: StrategyKind { get }

    /// With the parameters of one registration, or the pair's `params`.
    init(_ parameters: ParameterValues)

    /// Takes the next closed candle and says what it advises now; `nil` while it warms up.
    /// - Parameter view: what else is known at this moment.
    mutating func update(_ candle: Candle, _ view: MarketView) -> StrategySignal?

    /// Writes what it has learned.
    func save(into writer: inout StateWriter)
    /// Takes back what `save` wrote, in one that was made with the same parameters.
    mutating func restore(from reader: inout StateReader) throws(StateError)

    /// The same for all of a kind.
    static func save(_ strategies: [Self], into writer: inout StateWriter)
    static func restore(_ strategies: inout [Self], from reader: inout StateReader) throws(StateError)
}

extension Strategy {
    public static func save(_ strategies: [Self], into writer: inout StateWriter) {
        for strategy in strategies { strategy.save(into: &writer) }
    }

    public static func restore(
        _ strategies: inout [Self], from reader: inout StateReader
    ) throws(StateError) {
        for place in strategies.indices { try strategies[place].restore(from: &reader) }
    }
}

extension Strategy where Self: BitwiseCopyable {
    public func save(into writer: inout StateWriter) { writer.write(self) }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        self = try reader.read()
    }

    public static func save(_ strategies: [Self], into writer: inout StateWriter) {
        writer.write(strategies)
    }

    public static func restore(
        _ strategies: inout [Self], from reader: inout StateReader
    ) throws(StateError) {
        strategies = try reader.readArray(count: strategies.count)
    }
}
