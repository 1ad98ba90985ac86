import Wire

/// The newest frames of one topic, so that whoever missed some can ask for them by their numbers.
///
/// The frames lie one behind the other in one block, which is gone through again and again: a frame takes the
/// room of those that are pushed out. The block grows until 256 frames of the topic's size fit.
struct FrameRing {
    static let capacity = 256
    /// Bytes of frames in one answer; it stays below the largest frame.
    static let answerLimit = FrameCheck.sizeLimit - 4096
    private static let firstSize = 4096

    private var bytes: [UInt8] = []
    /// Where each frame lies, by its number.
    private var starts: [Int32] = []
    private var counts: [Int32] = []
    /// Where the next one would follow the newest.
    private var end = 0
    /// Number of the oldest that is kept, where one is.
    private var first: UInt64 = 1
    /// Number of the newest frame; 0 before the first.
    private(set) var newest: UInt64 = 0

    /// Reserves the memory.
    mutating func reserve() {
        guard bytes.isEmpty else { return }
        starts = [Int32](repeating: 0, count: Self.capacity)
        counts = starts
        bytes = [UInt8](repeating: 0, count: Self.firstSize)
    }

    mutating func keep(_ payload: UnsafeRawBufferPointer, sequence: UInt64) {
        reserve()
        let place = Int(sequence % UInt64(Self.capacity))
        if sequence != newest + 1 {
            // Nothing before a hole can be asked for.
            first = sequence
            for each in counts.indices { counts[each] = 0 }
        } else if sequence - first >= UInt64(Self.capacity) {
            first = sequence + 1 - UInt64(Self.capacity)
            counts[place] = 0
        }
        let start = room(for: payload.count, before: sequence)
        bytes.withUnsafeMutableBytes { all in
            UnsafeMutableRawBufferPointer(rebasing: all[start..<start + payload.count])
                .copyMemory(from: payload)
        }
        (starts[place], counts[place]) = (Int32(start), Int32(payload.count))
        end = start + payload.count
        newest = sequence
    }

    /// Where so many bytes fit without touching the frames from `first` to the one before `sequence`.
    private mutating func room(for size: Int, before sequence: UInt64) -> Int {
        guard first < sequence else { return size <= bytes.count ? 0 : grown(by: size, before: sequence) }
        let oldest = Int(starts[Int(first % UInt64(Self.capacity))])
        if oldest < end {
            if end + size <= bytes.count { return end }
            if size <= oldest { return 0 }
        } else if end + size <= oldest {
            return end
        }
        return grown(by: size, before: sequence)
    }

    /// Lays the frames anew into a larger block; where the next one begins in it.
    private mutating func grown(by size: Int, before sequence: UInt64) -> Int {
        var larger: [UInt8] = []
        larger.reserveCapacity(bytes.count + max(bytes.count / 4, size))
        for number in first..<max(first, sequence) {
            let place = Int(number % UInt64(Self.capacity))
            let start = Int(starts[place])
            starts[place] = Int32(larger.count)
            larger.append(contentsOf: bytes[start..<start + Int(counts[place])])
        }
        let end = larger.count
        larger.append(contentsOf: repeatElement(0, count: bytes.count + max(bytes.count / 4, size) - end))
        bytes = larger
        return end
    }

    /// Where the frame of a number lies; `nil` where it is not kept, since it was said before a restart's
    /// snapshot.
    private func range(_ number: UInt64) -> Range<Int>? {
        guard newest > 0, number >= first, number <= newest else { return nil }
        let place = Int(number % UInt64(Self.capacity))
        return Int(starts[place])..<Int(starts[place]) + Int(counts[place])
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
        var frames: [[UInt8]] = []
        var size = 0
        var number = max(first, self.first)
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
