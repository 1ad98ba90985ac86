import Market
import Messages
import Wire

/// Fills the fields of any message with random values that may be sent.
public struct RandomFields: FieldVisitor {
    /// Where the values come from.
    public var generator: SeededGenerator
    private let symbols: Int
    /// The key of a bounded field whose value is to lie outside.
    public var outside: String?

    /// Fills with symbols of a table of this size.
    public init(seed: UInt64, symbols: Int) {
        generator = SeededGenerator(seed: seed)
        self.symbols = symbols
    }

    /// A random message of a kind.
    /// `outside`: the key of a bounded field whose value is to lie outside.
    public static func message(
        _ kind: MessageKind, seed: UInt64, symbols: Int, outside: String? = nil
    ) throws(WireError) -> Message {
        var fields = RandomFields(seed: seed, symbols: symbols)
        fields.outside = outside
        var message = Message(kind)
        try message.visit(with: &fields)
        return message
    }

    /// Whether an optional value is left out.
    private mutating func isAbsent(_ need: Need) -> Bool { need == .optional && generator.once(in: 3) }

    public mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        value = generator.once(in: 5) ? .none : SymbolID(Int.random(in: 0..<symbols, using: &generator))
    }

    public mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        value = isAbsent(need) ? .nan : Double.random(in: -1e6...1e6, using: &generator)
    }

    public mutating func number(
        _ key: StaticString, _ value: inout Double, in range: ClosedRange<Double>, _ need: Need,
        _ about: StaticString
    ) throws(WireError) {
        if key.description == outside {
            let away: Double = generator.once(in: 2) ? 0.001 : 6.5e9
            value = generator.once(in: 2) ? range.upperBound + away : range.lowerBound - away
        } else {
            value = isAbsent(need) ? .nan : Double.random(in: range, using: &generator)
        }
    }

    public mutating func positive<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        try fixed(key, &value, need, about)
        if key.description == outside {
            value = T(raw: generator.once(in: 2) ? 0 : -100_000_000)
        } else if value != .absent {
            value = T(raw: max(1, abs(value.raw)))
        }
    }

    /// Any count of 1e-8 that float64 keeps: up to 52 bits, and whole units beyond.
    public mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        let bits = UInt64.random(in: 12...63, using: &generator)
        let isHuge = generator.once(in: 8)
        let raw = isHuge
            ? Int64.random(in: 0..<90_000_000_000, using: &generator) * fixedPointScale
            : Int64(generator.next() >> bits)
        value = isAbsent(need) ? .absent : T(raw: generator.once(in: 2) ? raw : -raw)
    }

    public mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        value = T(truncatingIfNeeded: generator.next() >> UInt64.random(in: 0...63, using: &generator))
        if key.description == "v" { value = T(Header.version) }
    }

    public mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        value = Timestamp(nanoseconds: Int64.random(in: 0...Int64.max, using: &generator))
    }

    public mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) throws(WireError) {
        value = generator.once(in: 2)
    }

    public mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        let alphabet = Array("ABCXYZabcxyz0189.:/_-".utf8)
        let count = isAbsent(need) ? 0 : Int.random(in: 1..<n, using: &generator)
        let bytes = (0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
        value = InlineText(bytes) ?? InlineText()
    }

    public mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        value = T.allCases.randomElement(using: &generator) ?? value
    }

    public mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        value = LevelList()
        for _ in 0..<Int.random(in: 0...LevelList.capacity, using: &generator) {
            var level = BookLevel()
            try fixed(key, &level.price, .required, about)
            try fixed(key, &level.quantity, .required, about)
            _ = value.append(level)
        }
    }

    public mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        value = Causes()
        for index in 0..<Int.random(in: 0...4, using: &generator) {
            value[index] = EventID(raw: generator.next() | 1)
        }
    }

    public mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        value = StrategyID(Int.random(in: 0..<StrategyNames.documents.count, using: &generator))
    }

    public mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        value = SourceList()
        for strategy in StrategyNames.documents.ids where generator.once(in: 2) {
            value.add(strategy, Double.random(in: -1...1, using: &generator))
        }
    }

    public mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout RandomFields) throws(WireError) -> Void
    ) throws(WireError) {
        try fields(&self)
    }
}
