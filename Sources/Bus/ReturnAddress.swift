/// The way back to who asked: the frames that came before a request's empty one, kept as they came.
/// What a REQ that correlates puts there (its request's number) comes back to it untouched.
public struct ReturnAddress: Sendable, Equatable {
    /// The most frames that are kept; REQ sends at most one beside the peer's own.
    public static let mostFrames = 8
    /// The most bytes that are kept, all frames together.
    public static let mostBytes = 1024

    private(set) var bytes: [UInt8] = []
    /// Where each frame ends in `bytes`.
    private(set) var ends: [Int] = []

    /// The way to nobody: what is sent there is dropped.
    public init() {}

    /// Whether it leads to anybody.
    public var isEmpty: Bool { ends.isEmpty }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Keeps one frame more; `false` where that would be too many or too much.
    mutating func append(_ frame: UnsafeRawBufferPointer) -> Bool {
        guard ends.count < Self.mostFrames, bytes.count + frame.count <= Self.mostBytes else { return false }
        bytes.append(contentsOf: frame)
        ends.append(bytes.count)
        return true
    }
}
