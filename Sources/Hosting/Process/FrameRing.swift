import Wire

/// The newest frames of one topic, so that whoever missed some can ask for them by their numbers.
/// Slots are used again: nothing is allocated once the ring is full.
struct FrameRing {
    static let capacity = 256
    /// Bytes of frames in one answer; it stays below the largest frame.
    static let answerLimit = FrameCheck.sizeLimit - 4096

    private var slots: [[UInt8]] = []
    /// Number of the newest frame; 0 before the first.
    private(set) var newest: UInt64 = 0

    mutating func keep(_ payload: UnsafeRawBufferPointer, sequence: UInt64) {
        newest = sequence
        let place = Int(sequence % UInt64(Self.capacity))
        while slots.count <= place { slots.append([]) }
        slots[place].removeAll(keepingCapacity: true)
        slots[place].append(contentsOf: payload)
    }

    /// All that is kept from a number on, without a limit: what was restored from a snapshot begins later
    /// than the ring would.
    func kept(from first: UInt64) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var number = newest
        while number >= max(first, 1), newest - number < UInt64(Self.capacity) {
            let place = Int(number % UInt64(Self.capacity))
            guard place < slots.count, !slots[place].isEmpty else { break }
            frames.append(slots[place])
            number -= 1
        }
        return frames.reversed()
    }

    /// The kept frames of these numbers, oldest first, as many as fit into one answer.
    func frames(from first: UInt64, to last: UInt64) -> [[UInt8]] {
        let oldest = newest >= UInt64(Self.capacity) ? newest - UInt64(Self.capacity) + 1 : 1
        var frames: [[UInt8]] = []
        var bytes = 0
        var number = max(first, oldest)
        while number <= min(last, newest) {
            let place = Int(number % UInt64(Self.capacity))
            // Not kept: it was said before a restart's snapshot.
            guard place < slots.count, !slots[place].isEmpty else {
                number += 1
                continue
            }
            let frame = slots[place]
            bytes += frame.count + 8
            guard bytes <= Self.answerLimit else { return frames }
            frames.append(frame)
            number += 1
        }
        return frames
    }
}
