/// The last `length` numbers, in place: no allocation, and the whole ring is saved as its bytes.
///
/// `capacity` is fixed by the type, `length` (≤ `capacity`) by the instance. What reads the slots is
/// `mutating`: the compiler copies the whole array before a read from a value it may not change.
@frozen public struct Ring<let capacity: Int>: BitwiseCopyable, Sendable {
    /// How many numbers the full ring holds.
    public let length: Int
    @usableFromInline var held: Int
    @usableFromInline var next: Int
    @usableFromInline var last: Double
    @usableFromInline var following: Double
    @usableFromInline var slots: InlineArray<capacity, Double>

    /// The longest ring of this type.
    @inlinable public static var limit: Int { capacity }

    /// An empty ring; a length outside `1...capacity` is a mistake in the program and ends it.
    @inlinable public init(length: Int) {
        guard (1...capacity).contains(length) else {
            fatalError("a ring of \(length) numbers does not fit Ring<\(capacity)>")
        }
        self.length = length
        held = 0
        next = 0
        last = 0
        following = 0
        slots = InlineArray(repeating: 0)
    }

    /// How many numbers it holds, at most `length`.
    @inlinable public var count: Int { held }
    /// Whether the next number displaces one.
    @inlinable public var isFull: Bool { held == length }
    /// Whether the last push filled the last slot: the moment for work done once in `length` pushes.
    @inlinable public var hasTurned: Bool { next == 0 && held == length }
    /// The number pushed last; 0 in an empty ring.
    @inlinable public var newest: Double { last }
    /// The number that the next push displaces; 0 while the ring fills.
    @inlinable public var oldest: Double { following }

    /// Takes a number and answers the one it displaces, 0 while the ring fills.
    @inlinable @discardableResult public mutating func push(_ number: Double) -> Double {
        let displaced = following
        slots[next] = number
        last = number
        next += 1
        if next == length { next = 0 }
        if held < length { held += 1 }
        following = slots[next]
        return displaced
    }

    /// Visits the numbers of a full ring in the order of the slots, not of arrival.
    @inlinable public mutating func forEach(_ visit: (Double) -> Void) {
        for slot in 0..<length { visit(slots[slot]) }
    }

    /// Visits the numbers of two full rings of one length, slot by slot.
    @inlinable public mutating func forEach(with other: inout Ring, _ visit: (Double, Double) -> Void) {
        for slot in 0..<length { visit(slots[slot], other.slots[slot]) }
    }

    /// Replaces each number by its combination with all in later slots.
    mutating func accumulateBackwards(_ combine: (Double, Double) -> Double) {
        for slot in stride(from: length - 2, through: 0, by: -1) {
            slots[slot] = combine(slots[slot], slots[slot + 1])
        }
        following = slots[next]
    }
}

/// The ring inside every indicator with a window: long enough for a 200-period average.
public typealias Window = Ring<256>
