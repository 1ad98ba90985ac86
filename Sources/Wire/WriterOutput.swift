/// The memory of a `MapWriter`: it grows by doubling and keeps some room in front.
struct WriterOutput {
    private var memory: UnsafeMutableRawPointer
    private var capacity = 1024
    /// Where the written bytes start and end.
    private var start: Int
    private(set) var size: Int

    init(room: Int) {
        memory = .allocate(byteCount: capacity, alignment: 1)
        start = room
        size = room
    }

    func free() { memory.deallocate() }

    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory + start, count: size - start) }

    mutating func clear(room: Int) {
        start = room
        size = room
    }

    /// Adds bytes.
    mutating func append(_ bytes: UnsafeRawPointer?, _ count: Int) {
        guard let bytes, count > 0 else { return }
        if capacity - size < count { grow(count) }
        (memory + size).copyShort(bytes, count)
        size += count
    }

    /// Adds a head of one byte and a few bytes behind it.
    @inline(__always)
    mutating func append(_ head: UInt8, _ bytes: UnsafeRawPointer, _ count: Int) {
        if capacity - size <= count { grow(count + 1) }
        let place = memory + size
        place.storeBytes(of: head, as: UInt8.self)
        (place + 1).copyShort(bytes, count)
        size += 1 + count
    }

    /// Adds a byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if capacity == size { grow(1) }
        memory.storeBytes(of: byte, toByteOffset: size, as: UInt8.self)
        size += 1
    }

    /// Adds a head of one byte and a number as it lies in memory.
    @inline(__always)
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(_ head: UInt8, _ number: Number) {
        let count = 1 + MemoryLayout<Number>.size
        if capacity - size < count { grow(count) }
        let place = memory + size
        place.storeBytes(of: head, as: UInt8.self)
        place.storeBytes(of: number, toByteOffset: 1, as: Number.self)
        size += count
    }

    /// Takes the bytes from `place` to the end for a head, and puts them into the room in front.
    mutating func moveInFront(from place: Int) {
        let count = size - place
        start -= count
        size = place
        (memory + start).copyMemory(from: memory + place, byteCount: count)
    }

    @inline(never)
    private mutating func grow(_ count: Int) {
        capacity = max(2 * capacity, size + count)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: memory, byteCount: size)
        memory.deallocate()
        memory = larger
    }
}
