import CMessagePack

/// Reads one msgpack map per call into a zone that is reused: no allocation in steady state.
public final class MapReader {
    private var zone = msgpack_zone()

    /// A reader whose zone starts with 8 KiB.
    public init() { msgpack_zone_init(&zone, 8192) }

    deinit { msgpack_zone_destroy(&zone) }

    /// Checks the bytes, reads them as one map and hands it to `body`.
    public func read<T>(
        _ bytes: UnsafeRawBufferPointer, _ body: (inout MapView) throws(WireError) -> T
    ) throws(WireError) -> T {
        try FrameCheck.check(bytes)
        msgpack_zone_clear(&zone)
        var object = msgpack_object()
        var offset = 0
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let result = msgpack_unpack(start, bytes.count, &offset, &zone, &object)
        guard result == MSGPACK_UNPACK_SUCCESS else {
            throw result == MSGPACK_UNPACK_NOMEM_ERROR ? .outOfMemory : .truncated(at: offset)
        }
        guard object.type == MSGPACK_OBJECT_MAP else { throw .notAMap(found: object.typeName) }
        var view = MapView(object.via.map)
        return try body(&view)
    }
}
