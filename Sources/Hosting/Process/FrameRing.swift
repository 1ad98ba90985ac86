import Wire

/// The newest frames of one topic, so that whoever missed some can ask for them by their numbers.
/// Slots are used again: nothing is allocated once the ring is full.
struct FrameRing {
    static let capacity = 256
    /// Bytes of frames in one answer; it stays below the largest frame.
    static let answerLimit = FrameCheck.sizeLimit - 4096

    private var slots: [[UInt8]] = []
    /// Number of the newest frame; 0 before the first.
    private var newest: UInt64 = 0

    mutating func keep(_ payload: UnsafeRawBufferPointer, sequence: UInt64) {
        newest = sequence
        let place = Int(sequence % UInt64(Self.capacity))
        while slots.count <= place { slots.append([]) }
        slots[place].removeAll(keepingCapacity: true)
        slots[place].append(contentsOf: payload)
    }

    /// The kept frames of these numbers, oldest first, as many as fit into one answer.
    func frames(from first: UInt64, to last: UInt64) -> [[UInt8]] {
        let oldest = newest >= UInt64(Self.capacity) ? newest - UInt64(Self.capacity) + 1 : 1
        var frames: [[UInt8]] = []
        var bytes = 0
        var number = max(first, oldest)
        while number <= min(last, newest) {
            let frame = slots[Int(number % UInt64(Self.capacity))]
            bytes += frame.count + 8
            guard bytes <= Self.answerLimit else { return frames }
            frames.append(frame)
            number += 1
        }
        return frames
    }
}
