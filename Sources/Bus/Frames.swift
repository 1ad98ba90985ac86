import Wire

/// One received message. Its bytes belong to the socket: they are good inside the closure that got
/// them and no longer.
public struct Frames {
    /// The largest frame that is handed on: a whole message (64 KiB) and 1 KiB to spare, so
    /// that one a little too long is refused by the decoder, which says more.
    public static let largest = FrameCheck.sizeLimit + 1024

    /// The first frame: the topic, or the verb of a request.
    public let topic: UnsafeRawBufferPointer
    /// The second frame; empty where only one came or where one is too large.
    public let payload: UnsafeRawBufferPointer
    /// How many frames came; those after the second were dropped and counted.
    public let count: Int
    /// The size of a frame above `largest`, whose bytes are withheld; 0 where all is well.
    public let tooLargeBytes: Int

    /// Whether a frame was larger than `largest`.
    public var isTooLarge: Bool { tooLargeBytes > 0 }

    /// The content whether or not a topic came before it: the second frame, or the only one.
    public var body: UnsafeRawBufferPointer { count > 1 ? payload : topic }

    /// On an XPUB: who joined or left. `nil` if the message is something else.
    public var subscription: Subscription? {
        guard count == 1, let first = topic.first, first <= 1 else { return nil }
        return Subscription(isJoin: first == 1, prefix: UnsafeRawBufferPointer(rebasing: topic.dropFirst()))
    }
}
