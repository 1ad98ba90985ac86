import Engine

/// Keeps all that is said in a process, what only its own stages hear included.
final class FrameTap: FrameObserver {
    private var frames: [Frame] = []

    func published(_ frame: Frame) { frames.append(frame) }

    /// What was said since the last call.
    func take() -> [Frame] {
        defer { frames.removeAll(keepingCapacity: true) }
        return frames
    }
}
