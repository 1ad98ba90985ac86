/// The elements of one msgpack array, read where the bytes lie: valid as long as they are.
public struct ArrayView {
    private let start: UnsafeRawPointer
    let key: StaticString
    /// How many elements there are.
    public let count: Int
    /// The element behind the one read last: in order, each is found at once.
    private var place: UnsafeRawPointer
    private var index = 0

    init(_ value: WireValue, key: StaticString) {
        start = value.body
        place = value.body
        count = Int(value.bits)
        self.key = key
    }

    mutating func element(_ wanted: Int) throws(WireError) -> WireValue {
        guard wanted < count else {
            throw .outOfRange(field: "\(key)", value: "\(count) elements", expected: "at least \(wanted + 1)")
        }
        if wanted < index {
            index = 0
            place = start
        }
        while index < wanted {
            place = WireValue(at: place).end
            index += 1
        }
        let found = WireValue(at: place)
        place = found.end
        index += 1
        return found
    }

    /// The number at a place; whole numbers are taken for decimals.
    public mutating func double(_ index: Int) throws(WireError) -> Double { try element(index).number(key) }

    /// The whole number from 0 at a place.
    public mutating func unsigned(_ index: Int) throws(WireError) -> UInt64 {
        let found = try element(index)
        guard found.kind == .positive else {
            throw .wrongType(field: "\(key)", expected: "whole numbers from 0", found: found.typeName)
        }
        return found.bits
    }

    /// The array at a place.
    public mutating func array(_ index: Int) throws(WireError) -> ArrayView {
        let found = try element(index)
        guard found.kind == .array else {
            throw .wrongType(field: "\(key)", expected: "arrays", found: found.typeName)
        }
        return ArrayView(found, key: key)
    }
}
