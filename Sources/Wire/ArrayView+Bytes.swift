import CMessagePack

extension ArrayView {
    /// The text or the bytes at a place, in the reader's memory.
    public func bytes(_ index: Int) throws(WireError) -> UnsafeRawBufferPointer {
        let found = try element(index)
        switch found.type {
        case MSGPACK_OBJECT_STR:
            return UnsafeRawBufferPointer(start: found.via.str.ptr, count: Int(found.via.str.size))
        case MSGPACK_OBJECT_BIN:
            return UnsafeRawBufferPointer(start: found.via.bin.ptr, count: Int(found.via.bin.size))
        default: throw .wrongType(field: "\(key)", expected: "texts or bytes", found: found.typeName)
        }
    }

    /// The whole number at a place.
    public func integer(_ index: Int) throws(WireError) -> Int64 {
        let found = try element(index)
        switch found.type {
        case MSGPACK_OBJECT_POSITIVE_INTEGER where found.via.u64 <= UInt64(Int64.max): return Int64(found.via.u64)
        case MSGPACK_OBJECT_NEGATIVE_INTEGER: return found.via.i64
        default: throw .wrongType(field: "\(key)", expected: "whole numbers", found: found.typeName)
        }
    }
}
