import CMessagePack

/// The elements of one msgpack array, in the reader's memory: valid only inside the reading closure.
public struct ArrayView {
    private let elements: UnsafeMutablePointer<msgpack_object>?
    private let key: StaticString
    /// How many elements there are.
    public let count: Int

    init(_ array: msgpack_object_array, key: StaticString) {
        elements = array.ptr
        count = Int(array.size)
        self.key = key
    }

    private func element(_ index: Int) throws(WireError) -> msgpack_object {
        guard let elements, index < count else {
            throw .outOfRange(field: "\(key)", value: "\(count) elements", expected: "at least \(index + 1)")
        }
        return elements[index]
    }

    /// The number at a place; whole numbers are taken for decimals.
    public func double(_ index: Int) throws(WireError) -> Double {
        try MapView.number(element(index), key)
    }

    /// The whole number from 0 at a place.
    public func unsigned(_ index: Int) throws(WireError) -> UInt64 {
        let found = try element(index)
        guard found.type == MSGPACK_OBJECT_POSITIVE_INTEGER else {
            throw .wrongType(field: "\(key)", expected: "whole numbers from 0", found: found.typeName)
        }
        return found.via.u64
    }

    /// The array at a place.
    public func array(_ index: Int) throws(WireError) -> ArrayView {
        let found = try element(index)
        guard found.type == MSGPACK_OBJECT_ARRAY else {
            throw .wrongType(field: "\(key)", expected: "arrays", found: found.typeName)
        }
        return ArrayView(found.via.array, key: key)
    }
}
