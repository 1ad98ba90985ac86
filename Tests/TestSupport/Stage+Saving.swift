import Stages

extension Stage {
    /// The whole state as bytes.
    public var saved: [UInt8] {
        var writer = StateWriter()
        save(into: &writer)
        return writer.bytes
    }

    /// A fresh stage that has taken back saved state.
    public func restored(from bytes: [UInt8]) throws(StateError) -> Self {
        var copy = self
        var reader = StateReader(bytes)
        try copy.restore(from: &reader)
        return copy
    }
}
