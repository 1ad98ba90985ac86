/// Lets frames in as the faults of a test want it: drops some, doubles some, keeps some for later.
package struct FaultyBorder {
    private struct Late {
        var left: Int
        let topic: [UInt8]
        let payload: [UInt8]
    }

    private var faults: FrameFaults
    private var late: [Late] = []
    /// Frames that never came through.
    package private(set) var dropped: UInt64 = 0
    /// Frames that came through twice.
    package private(set) var doubled: UInt64 = 0
    private(set) var delayed: UInt64 = 0

    package init(_ faults: FrameFaults) { self.faults = faults }

    /// Hands a frame on as often as its fate says, and after it those whose time has come.
    package mutating func pass(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer,
        _ take: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        var fresh: Late?
        switch faults.fate() {
        case .once: take(topic, payload)
        case .never: dropped += 1
        case .twice:
            doubled += 1
            take(topic, payload)
            take(topic, payload)
        case .later(let count):
            delayed += 1
            fresh = Late(left: count, topic: Array(topic), payload: Array(payload))
        }
        if !late.isEmpty { release(take) }
        if let fresh { late.append(fresh) }
    }

    private mutating func release(_ take: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void) {
        for index in late.indices { late[index].left -= 1 }
        for frame in late where frame.left == 0 {
            frame.topic.withUnsafeBytes { topic in frame.payload.withUnsafeBytes { take(topic, $0) } }
        }
        late.removeAll { $0.left == 0 }
    }
}
