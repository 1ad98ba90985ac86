/// Puts a message's fragments together. A whole one is handed on where it lies.
struct Assembly {
    /// What a fragment came to.
    enum Outcome {
        case unfinished
        case whole
        case tooLong
    }

    private var bytes: [UInt8] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Takes a fragment; `body` gets the whole message with the last one.
    mutating func take(
        _ fragment: UnsafeRawBufferPointer, isLast: Bool, _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Outcome {
        guard bytes.count + fragment.count <= limit else {
            bytes = []
            return .tooLong
        }
        if isLast, bytes.isEmpty {
            body(fragment)
            return .whole
        }
        bytes.append(contentsOf: fragment)
        guard isLast else { return .unfinished }
        bytes.withUnsafeBytes(body)
        // What an unusually long one took is given back.
        bytes.removeAll(keepingCapacity: bytes.count <= 1 << 18)
        return .whole
    }
}
