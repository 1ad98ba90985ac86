/// Finds an exchange's name of a symbol among many, without allocating.
package struct NameTable: Sendable {
    private let names: [[UInt8]]
    /// Places in `names`, by the hash of the name and what follows it; −1 where free. Twice as many places
    /// as names at least, a power of two.
    private var slots: [Int32]

    /// A table of these names; of equal ones the first is found.
    package init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
        var size = 16
        while size < 2 * names.count { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for index in self.names.indices {
            let slot = self.names[index].withUnsafeBytes { self.slot(of: $0) }
            if slots[slot] < 0 { slots[slot] = Int32(index) }
        }
    }

    /// The place of a name in the list that was given.
    package func index(of name: UnsafeRawBufferPointer) -> Int? {
        let found = slots[slot(of: name)]
        return found < 0 ? nil : Int(found)
    }

    /// The slot that holds the name, or the free one where it would be (FNV-1a: Fowler, Noll, Vo).
    private func slot(of name: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0, !names[Int(slots[slot])].elementsEqual(name) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }
}
