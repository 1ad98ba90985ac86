extension ArrayView {
    /// The text or the bytes at a place, where they lie.
    public mutating func bytes(_ index: Int) throws(WireError) -> UnsafeRawBufferPointer {
        let found = try element(index)
        guard found.kind == .text || found.kind == .binary else {
            throw .wrongType(field: "\(key)", expected: "texts or bytes", found: found.typeName)
        }
        return found.text
    }

    /// The whole number at a place.
    public mutating func integer(_ index: Int) throws(WireError) -> Int64 {
        let found = try element(index)
        guard found.kind == .negative || found.kind == .positive && found.bits <= UInt64(Int64.max) else {
            throw .wrongType(field: "\(key)", expected: "whole numbers", found: found.typeName)
        }
        return Int64(bitPattern: found.bits)
    }
}
