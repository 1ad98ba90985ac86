import Wire

/// The newest frames of one topic, so that whoever missed some can ask for them by their numbers.
///
/// The frames lie in one block with a place of equal size for each: it is reserved at the first frame,
/// and made anew only for a frame that is longer than any before.
struct FrameRing {
    static let capacity = 256
    /// Bytes of frames in one answer; it stays below the largest frame.
    static let answerLimit = FrameCheck.sizeLimit - 4096
    /// Room for a frame at first. Memory that no frame has come to yet is reserved, but not touched.
    private static let firstWidth = 640

    private var bytes: [UInt8] = []
    private var counts: [Int32] = []
    private var width = 0
    /// Number of the newest frame; 0 before the first.
    private(set) var newest: UInt64 = 0

    /// Reserves the memory.
    mutating func reserve() {
        guard width == 0 else { return }
        width = Self.firstWidth
        counts = [Int32](repeating: 0, count: Self.capacity)
        bytes.reserveCapacity(Self.capacity * width)
    }

    mutating func keep(_ payload: UnsafeRawBufferPointer, sequence: UInt64) {
        reserve()
        if payload.count > width { widen(to: payload.count) }
        newest = sequence
        let place = Int(sequence % UInt64(Self.capacity))
        let start = place * width
        while bytes.count < start + width { bytes.append(contentsOf: repeatElement(0, count: width)) }
        bytes.withUnsafeMutableBytes { all in
            UnsafeMutableRawBufferPointer(rebasing: all[start..<start + payload.count])
                .copyMemory(from: payload)
        }
        counts[place] = Int32(payload.count)
    }

    private mutating func widen(to size: Int) {
        let wider = (size + 255) / 128 * 128
        var moved: [UInt8] = []
        moved.reserveCapacity(Self.capacity * wider)
        for place in 0..<bytes.count / width {
            moved.append(contentsOf: bytes[place * width..<(place + 1) * width])
            moved.append(contentsOf: repeatElement(0, count: wider - width))
        }
        bytes = moved
        width = wider
    }

    /// Where the frame of a number lies; `nil` where it is not kept, since it was said before a restart's
    /// snapshot.
    private func range(_ number: UInt64) -> Range<Int>? {
        let place = Int(number % UInt64(Self.capacity))
        guard place < counts.count, counts[place] > 0 else { return nil }
        return place * width..<place * width + Int(counts[place])
    }

    /// The oldest of the numbers from `first` on from which all are kept: what was restored from a snapshot
    /// begins later than the ring would. Beyond the newest where none is.
    func oldest(from first: UInt64) -> UInt64 {
        var number = newest
        while number >= max(first, 1), newest - number < UInt64(Self.capacity), range(number) != nil {
            number -= 1
        }
        return number + 1
    }

    /// Lends a frame that is kept.
    func withFrame(_ number: UInt64, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard let range = range(number) else { return }
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The kept frames of these numbers, oldest first, as many as fit into one answer.
    func frames(from first: UInt64, to last: UInt64) -> [[UInt8]] {
        let oldest = newest >= UInt64(Self.capacity) ? newest - UInt64(Self.capacity) + 1 : 1
        var frames: [[UInt8]] = []
        var size = 0
        var number = max(first, oldest)
        while number <= min(last, newest) {
            if let range = range(number) {
                size += range.count + 8
                guard size <= Self.answerLimit else { return frames }
                frames.append(Array(bytes[range]))
            }
            number += 1
        }
        return frames
    }
}
