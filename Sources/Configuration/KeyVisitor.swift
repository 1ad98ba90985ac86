import Market

/// Walks over the keys of a configuration file.
///
/// Each section lists its keys once, in `visit(with:)`. From that one list come the reader, the writer
/// (`strata config`) and the hash that frames carry: they are visitors.
protocol KeyVisitor {
    mutating func number(_ key: String, _ value: inout Double, _ range: ClosedRange<Double>)
    /// A number that may be left out.
    mutating func number(_ key: String, _ value: inout Double?, _ range: ClosedRange<Double>)
    mutating func integer(_ key: String, _ value: inout Int, _ range: ClosedRange<Int>)
    mutating func integers(_ key: String, _ value: inout [Int], _ range: ClosedRange<Int>)
    mutating func flag(_ key: String, _ value: inout Bool)
    /// A decimal amount, in the unit that the key's document names.
    mutating func amount<T: FixedPoint>(_ key: String, _ value: inout T, _ range: ClosedRange<T>)
    mutating func span(_ key: String, _ value: inout TimeSpan, _ range: ClosedRange<TimeSpan>)
    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T)
    /// A choice that is written only where it is not the usual one, so that the hash of settings that don't
    /// name it is that of before it was there.
    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T, unless usual: T)
    mutating func choices<T: NamedChoice>(_ key: String, _ value: inout [T])
    /// Places on the bus, each once. What a place may look like is checked where it is connected.
    mutating func endpoints(_ key: String, _ value: inout [String], _ count: ClosedRange<Int>)
    /// A name out of a list, which must be given.
    mutating func name(_ key: String, _ value: inout String, of known: [String])
    /// Names out of a list, as places in it. Names of `ignored` are left out.
    mutating func places(_ key: String, _ value: inout [SymbolID], of known: [String], ignored: [String])
    /// A list of objects, each as a new one with its keys; left out where there are none.
    mutating func items<T>(
        _ key: String, _ values: inout [T], _ count: ClosedRange<Int>, _ new: T,
        _ keys: (inout T, inout Self) -> Void)
    /// An object inside the object.
    mutating func section(_ key: String, _ keys: (inout Self) -> Void)
    /// Keys that are read and decide nothing yet, and until when.
    mutating func inert(until: String, _ keys: (inout Self) -> Void)
    /// Keys that may stand here without being read now: limits of a pair that is switched off.
    mutating func tolerate(_ keys: [String])
}

extension KeyVisitor {
    mutating func tolerate(_ keys: [String]) {}

    mutating func inert(until: String, _ keys: (inout Self) -> Void) { keys(&self) }

    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T, unless usual: T) {
        choice(key, &value)
    }
}

/// A choice whose cases have names in configuration files.
protocol NamedChoice: Equatable {
    static var choices: [Self] { get }
    var configurationName: String { get }
}

extension Tier: NamedChoice {
    static var choices: [Tier] { Tier.allCases }
    var configurationName: String { rawValue }
}

extension TradingProfile: NamedChoice {
    static var choices: [TradingProfile] { TradingProfile.allCases }
    var configurationName: String { rawValue }
}

extension MarketKind: NamedChoice {
    static var choices: [MarketKind] { [.spot, .um] }
    /// As files and options have it.
    package var configurationName: String { self == .spot ? "spot" : "um" }
}

extension PairEndRule: NamedChoice {
    static var choices: [PairEndRule] { PairEndRule.allCases }
    var configurationName: String { rawValue }
}

extension FillRule: NamedChoice {
    static var choices: [FillRule] { FillRule.allCases }
    var configurationName: String { rawValue }
}

extension Timeframe: NamedChoice {
    static var choices: [Timeframe] { Timeframe.allCases }
    var configurationName: String { "\(wireName)" }
}
