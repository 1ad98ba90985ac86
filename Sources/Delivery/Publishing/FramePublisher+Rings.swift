import Stages

/// The newest frames of each topic outlive an exact restart: somebody may not have had them yet.
extension FramePublisher {
    /// Frames of a topic that a snapshot holds.
    private static let savedFrames: UInt64 = 64

    /// Writes the newest frames of each topic that has any, at most 64 of one.
    package func saveRings(into writer: inout StateWriter) {
        writer.write(lines.count { $0.ring.newest > 0 })
        for index in lines.indices where lines[index].ring.newest > 0 {
            let newest = lines[index].ring.newest
            let wanted = newest > Self.savedFrames ? newest - Self.savedFrames + 1 : 1
            let first = lines[index].ring.oldest(from: wanted)
            writer.write(index)
            writer.write(newest)
            writer.write(Int(newest + 1 - first))
            for number in first..<newest + 1 {
                lines[index].ring.withFrame(number) { writer.write(bytes: $0) }
            }
        }
    }

    /// Takes back what `saveRings` wrote, so that those frames can be asked for again.
    /// - Throws: `wrongCount` for a topic that this process doesn't have, `tooShort` where bytes are missing.
    package func restoreRings(from reader: inout StateReader) throws(StateError) {
        let count: Int = try reader.read()
        for _ in 0..<max(0, count) {
            let index: Int = try reader.read()
            let newest: UInt64 = try reader.read()
            let frames: Int = try reader.read()
            guard lines.indices.contains(index), frames >= 0, UInt64(frames) <= newest else {
                throw .wrongCount(found: index, expected: lines.count)
            }
            for number in 0..<frames {
                let frame: [UInt8] = try reader.readArray()
                let sequence = newest - UInt64(frames - number) + 1
                frame.withUnsafeBytes { lines[index].ring.keep($0, sequence: sequence) }
            }
        }
    }
}
