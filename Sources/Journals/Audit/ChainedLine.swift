import Sealing

/// A line of an output journal taken apart: what was hashed, and the hash.
struct ChainedLine {
    /// What stands before the hash. It holds as long as the line does.
    let text: UnsafeRawBufferPointer
    private let digits: UnsafeRawBufferPointer

    /// `nil` where the line does not end as a chained one does.
    init?(_ line: UnsafeRawBufferPointer) {
        let (before, after) = LineChain.mark
        let end = line.count - after.count
        let start = end - 2 * ChainHash.size
        let textEnd = start - before.count
        guard textEnd >= 0, line[textEnd..<start].elementsEqual(before), line[end...].elementsEqual(after)
        else { return nil }
        text = UnsafeRawBufferPointer(rebasing: line[..<textEnd])
        digits = UnsafeRawBufferPointer(rebasing: line[start..<end])
    }

    /// Whether the line ends with this hash.
    func ends(with hash: ChainHash) -> Bool { digits.elementsEqual(hash.hex.utf8) }
}
