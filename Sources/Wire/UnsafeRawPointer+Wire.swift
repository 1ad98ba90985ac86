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
            var offset = 0
            while offset < count - 8 {
                guard same(other, offset, UInt64.self) else { return false }
                offset += 8
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
            var offset = 0
            while offset < count - 8 {
                copy(other, offset, UInt64.self)
                offset += 8
            }
            copy(other, count - 8, UInt64.self)
        } else if count >= 4 {
            copy(other, 0, UInt32.self)
            copy(other, count - 4, UInt32.self)
        } else if count >= 2 {
            copy(other, 0, UInt16.self)
            copy(other, count - 2, UInt16.self)
        } else if count == 1 {
            copy(other, 0, UInt8.self)
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
