import CMessagePack

/// Writes msgpack maps into one buffer that is reused: no allocation once it has grown.
///
/// The bytes are those of Python's `msgpack.packb` for the same dict in the same order.
public final class MapWriter {
    // On the heap: as stored properties each access would be checked for exclusivity, twice per value.
    private let buffer = UnsafeMutablePointer<msgpack_sbuffer>.allocate(capacity: 1)
    private let packer = UnsafeMutablePointer<msgpack_packer>.allocate(capacity: 1)

    /// An empty writer.
    public init() {
        msgpack_sbuffer_init(buffer)
        msgpack_packer_init(packer, UnsafeMutableRawPointer(buffer), msgpack_sbuffer_write)
    }

    deinit {
        msgpack_sbuffer_destroy(buffer)
        packer.deallocate()
        buffer.deallocate()
    }

    /// The bytes written since the last `clear`; valid until the next call of this writer.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer.pointee.data, count: buffer.pointee.size)
    }

    /// Forgets what was written and keeps the memory.
    public func clear() { buffer.pointee.size = 0 }

    /// Starts a map of `count` entries.
    public func beginMap(_ count: Int) { _ = msgpack_pack_map(packer, count) }

    /// Starts an array of `count` elements.
    public func beginArray(_ count: Int) { _ = msgpack_pack_array(packer, count) }

    /// Writes a key, or a text that is known when the program is built.
    public func key(_ key: StaticString) {
        _ = msgpack_pack_str_with_body(packer, key.utf8Start, key.utf8CodeUnitCount)
    }

    /// Writes a float64.
    public func double(_ value: Double) { _ = msgpack_pack_double(packer, value) }

    /// Writes a whole number in the fewest bytes.
    public func integer(_ value: Int64) { _ = msgpack_pack_int64(packer, value) }

    /// Writes a whole number from 0 in the fewest bytes.
    public func unsigned(_ value: UInt64) { _ = msgpack_pack_uint64(packer, value) }

    /// Writes a truth value.
    public func bool(_ value: Bool) { _ = value ? msgpack_pack_true(packer) : msgpack_pack_false(packer) }

    /// Writes ASCII or UTF-8 text from its bytes.
    public func text(_ bytes: UnsafeRawBufferPointer) {
        _ = msgpack_pack_str_with_body(packer, bytes.baseAddress, bytes.count)
    }

    /// Writes a text that is known when the program is built.
    public func text(_ value: StaticString) { key(value) }

    /// Writes bytes that are no text.
    public func binary(_ bytes: UnsafeRawBufferPointer) {
        _ = msgpack_pack_bin_with_body(packer, bytes.baseAddress, bytes.count)
    }

    /// Writes a Swift string.
    public func text(_ value: String) {
        var copy = value
        copy.withUTF8 { text(UnsafeRawBufferPointer($0)) }
    }
}
