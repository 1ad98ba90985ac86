import CMessagePack

/// Writes msgpack maps into one buffer that is reused: no allocation once it has grown.
///
/// The bytes are those of Python's `msgpack.packb` for the same dict in the same order.
public final class MapWriter {
    /// The longest head of a map, which is written when its entries have been counted.
    private static let headRoom = 5

    // On the heap: as stored properties each access would be checked for exclusivity, twice per value.
    private let output = UnsafeMutablePointer<WriterOutput>.allocate(capacity: 1)
    private let packer = UnsafeMutablePointer<msgpack_packer>.allocate(capacity: 1)

    /// An empty writer.
    public init() {
        output.initialize(to: WriterOutput(room: Self.headRoom))
        msgpack_packer_init(packer, UnsafeMutableRawPointer(output)) { output, bytes, count in
            output?.assumingMemoryBound(to: WriterOutput.self).pointee.append(bytes, count)
            return 0
        }
    }

    deinit {
        output.pointee.free()
        packer.deallocate()
        output.deallocate()
    }

    /// The bytes written since the last `clear`; valid until the next call of this writer.
    public var bytes: UnsafeRawBufferPointer { output.pointee.written }

    /// Forgets what was written and keeps the memory.
    public func clear() { output.pointee.clear(room: Self.headRoom) }

    /// Starts a map of `count` entries.
    public func beginMap(_ count: Int) {
        guard count < 16 else { return _ = msgpack_pack_map(packer, count) }
        output.pointee.append(0x80 | UInt8(count))
    }

    /// Makes all that was written since the last `clear` one map, whose entries could not be counted before.
    public func wrapInMap(_ count: Int) {
        let entries = output.pointee.size
        beginMap(count)
        output.pointee.moveInFront(from: entries)
    }

    /// Starts an array of `count` elements.
    public func beginArray(_ count: Int) {
        guard count < 16 else { return _ = msgpack_pack_array(packer, count) }
        output.pointee.append(0x90 | UInt8(count))
    }

    /// Writes a key, or a text that is known when the program is built.
    public func key(_ key: StaticString) { text(key.utf8Start, key.utf8CodeUnitCount) }

    /// Writes a float64.
    public func double(_ value: Double) { output.pointee.append(0xCB, value.bitPattern.bigEndian) }

    /// Writes a whole number in the fewest bytes.
    public func integer(_ value: Int64) {
        if value >= 0 { unsigned(UInt64(value)) } else { _ = msgpack_pack_int64(packer, value) }
    }

    /// Writes a whole number from 0 in the fewest bytes.
    public func unsigned(_ value: UInt64) {
        switch value {
        case ..<0x80: output.pointee.append(UInt8(value))
        case ..<0x100: output.pointee.append(0xCC, UInt8(value))
        case ..<0x1_0000: output.pointee.append(0xCD, UInt16(value).bigEndian)
        case ..<0x1_0000_0000: output.pointee.append(0xCE, UInt32(value).bigEndian)
        default: output.pointee.append(0xCF, value.bigEndian)
        }
    }

    /// Writes a truth value.
    public func bool(_ value: Bool) { output.pointee.append(value ? 0xC3 : 0xC2) }

    /// Writes ASCII or UTF-8 text from its bytes.
    public func text(_ bytes: UnsafeRawBufferPointer) { text(bytes.baseAddress, bytes.count) }

    // Short texts are most of a frame, so head and bytes go in together; msgpack-c makes the longer heads.
    @inline(__always)
    private func text(_ bytes: UnsafeRawPointer?, _ count: Int) {
        if let bytes, count < 32 {
            output.pointee.append(0xA0 | UInt8(truncatingIfNeeded: count), bytes, count)
        } else {
            _ = msgpack_pack_str_with_body(packer, bytes, count)
        }
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
