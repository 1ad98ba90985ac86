extension UnsafeRawPointer {
    /// The whole number that starts here, most significant byte first.
    @inline(__always)
    func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> T {
        T(bigEndian: loadUnaligned(as: T.self))
    }

    /// Whether `count` bytes here are those at `other`: in words that may overlap, since keys are short
    /// and a call of memcmp costs more than it compares.
    @inline(__always)
    func holds(_ other: UnsafeRawPointer, _ count: Int) -> Bool {
        if count >= 8 {
            for offset in stride(from: 0, to: count - 8, by: 8) where !same(other, offset, UInt64.self) {
                return false
            }
            return same(other, count - 8, UInt64.self)
        }
        if count >= 4 { return same(other, 0, UInt32.self) && same(other, count - 4, UInt32.self) }
        if count >= 2 { return same(other, 0, UInt16.self) && same(other, count - 2, UInt16.self) }
        return count == 0 || same(other, 0, UInt8.self)
    }

    @inline(__always)
    private func same<T: FixedWidthInteger & BitwiseCopyable>(
        _ other: UnsafeRawPointer, _ offset: Int, _: T.Type
    ) -> Bool {
        loadUnaligned(fromByteOffset: offset, as: T.self)
            == other.loadUnaligned(fromByteOffset: offset, as: T.self)
    }
}

extension UnsafeMutableRawPointer {
    /// Copies at most a few words, in words that may overlap.
    @inline(__always)
    func copyShort(_ other: UnsafeRawPointer, _ count: Int) {
        if count >= 8 {
            for offset in stride(from: 0, to: count - 8, by: 8) { copy(other, offset, UInt64.self) }
            copy(other, count - 8, UInt64.self)
        } else if count >= 4 {
            copy(other, 0, UInt32.self)
            copy(other, count - 4, UInt32.self)
        } else {
            for offset in 0..<count { copy(other, offset, UInt8.self) }
        }
    }

    @inline(__always)
    private func copy<T: FixedWidthInteger & BitwiseCopyable>(
        _ other: UnsafeRawPointer, _ offset: Int, _: T.Type
    ) {
        let word = other.loadUnaligned(fromByteOffset: offset, as: T.self)
        storeBytes(of: word, toByteOffset: offset, as: T.self)
    }
}
