import Stages

/// The newest frames of each topic outlive an exact restart: somebody may not have had them yet.
extension FramePublisher {
    /// Frames of a topic that a snapshot holds.
    private static let savedFrames: UInt64 = 64

    func saveRings(into writer: inout StateWriter) {
        let said = lines.indices.filter { lines[$0].ring.newest > 0 }
        writer.write(said.count)
        for index in said {
            let newest = lines[index].ring.newest
            let first = newest > Self.savedFrames ? newest - Self.savedFrames + 1 : 1
            let frames = lines[index].ring.kept(from: first)
            writer.write(index)
            writer.write(newest)
            writer.write(frames.count)
            for frame in frames { writer.write(frame) }
        }
    }

    func restoreRings(from reader: inout StateReader) throws(StateError) {
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
