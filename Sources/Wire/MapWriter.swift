import CMessagePack

/// Writes msgpack maps into one buffer that is reused: no allocation once it has grown.
///
/// The bytes are those of Python's `msgpack.packb` for the same dict in the same order.
public final class MapWriter {
    private var buffer = msgpack_sbuffer()
    private var packer = msgpack_packer()

    /// An empty writer.
    public init() { msgpack_sbuffer_init(&buffer) }

    deinit { msgpack_sbuffer_destroy(&buffer) }

    /// The bytes written since the last `clear`; valid until the next call of this writer.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer.data, count: buffer.size)
    }

    /// Forgets what was written and keeps the memory.
    public func clear() { buffer.size = 0 }

    private func pack(_ body: (UnsafeMutablePointer<msgpack_packer>) -> Int32) {
        withUnsafeMutablePointer(to: &buffer) { target in
            msgpack_packer_init(&packer, UnsafeMutableRawPointer(target), msgpack_sbuffer_write)
            _ = body(&packer)
        }
    }

    /// Starts a map of `count` entries.
    public func beginMap(_ count: Int) { pack { msgpack_pack_map($0, count) } }

    /// Starts an array of `count` elements.
    public func beginArray(_ count: Int) { pack { msgpack_pack_array($0, count) } }

    /// Writes a key, or a text that is known when the program is built.
    public func key(_ key: StaticString) {
        pack { msgpack_pack_str_with_body($0, key.utf8Start, key.utf8CodeUnitCount) }
    }

    /// Writes a float64.
    public func double(_ value: Double) { pack { msgpack_pack_double($0, value) } }

    /// Writes a whole number in the fewest bytes.
    public func integer(_ value: Int64) { pack { msgpack_pack_int64($0, value) } }

    /// Writes a whole number from 0 in the fewest bytes.
    public func unsigned(_ value: UInt64) { pack { msgpack_pack_uint64($0, value) } }

    /// Writes a truth value.
    public func bool(_ value: Bool) { pack { value ? msgpack_pack_true($0) : msgpack_pack_false($0) } }

    /// Writes ASCII or UTF-8 text from its bytes.
    public func text(_ bytes: UnsafeRawBufferPointer) {
        pack { msgpack_pack_str_with_body($0, bytes.baseAddress, bytes.count) }
    }

    /// Writes a text that is known when the program is built.
    public func text(_ value: StaticString) { key(value) }

    /// Writes bytes that are no text.
    public func binary(_ bytes: UnsafeRawBufferPointer) {
        pack { msgpack_pack_bin_with_body($0, bytes.baseAddress, bytes.count) }
    }

    /// Writes a Swift string.
    public func text(_ value: String) {
        var copy = value
        copy.withUTF8 { text(UnsafeRawBufferPointer($0)) }
    }
}
