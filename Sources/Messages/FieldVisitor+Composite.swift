import Market
import Wire

extension FieldVisitor {
    /// A length of time, in whole nanoseconds.
    mutating func span(
        _ key: StaticString, _ value: inout TimeSpan, _ about: StaticString
    ) throws(WireError) {
        try integer(key, &value.nanoseconds, about)
    }

    /// A ratio of which six decimals count.
    mutating func ratio(
        _ key: StaticString, _ value: inout Float, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        var wide = value.isNaN ? Double.nan : (Double(value) * 1e6).rounded() / 1e6
        try number(key, &wide, need, about)
        value = Float(wide)
    }

    /// A share of a whole, 0 to 1.
    mutating func share(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        try number(key, &value, in: 0...1, need, about)
    }

    /// A share of a whole of which six decimals count.
    mutating func share(
        _ key: StaticString, _ value: inout Float, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        var wide = value.isNaN ? Double.nan : (Double(value) * 1e6).rounded() / 1e6
        try number(key, &wide, in: 0...1, need, about)
        value = Float(wide)
    }

    /// A seal, as 32 hex digits; left out where there is none.
    mutating func seal(
        _ key: StaticString, _ value: inout Seal, _ about: StaticString
    ) throws(WireError) {
        var hex = value.hex
        try text(key, &hex, .optional, about)
        value = Seal(hex: hex)
    }

    /// A number per family of strategies, as a map by name; a family left out is absent.
    mutating func families(
        _ key: StaticString, _ value: inout FamilyTable, _ about: StaticString
    ) throws(WireError) {
        var table = value
        try nested(key, about) { (inner: inout Self) throws(WireError) in
            for family in StrategyFamily.all {
                try inner.number(family.wireName, &table[family], .optional, "value of this family")
            }
        }
        value = table
    }
}
