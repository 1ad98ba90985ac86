/// What waits to be written on a WebSocket, oldest first, and how much it is.
struct Outgoing {
    /// A message or a control frame.
    enum Item {
        case text([UInt8])
        case ping(UInt64)
        case close(code: Int, reason: String)
    }

    private var items: [Item] = []
    private var first = 0
    /// The bytes of all messages that wait.
    private(set) var bytes = 0
    /// Nothing follows a close.
    private(set) var isClosing: Bool

    init(isClosing: Bool = false) { self.isClosing = isClosing }

    var isEmpty: Bool { first == items.count }

    /// Takes it to the end; false where more than `limit` bytes would wait.
    mutating func add(_ item: Item, limit: Int) -> Bool {
        guard !isClosing else { return true }
        if case .text(let text) = item {
            guard bytes + text.count <= limit || bytes == 0 else { return false }
            bytes += text.count
        }
        if case .close = item { isClosing = true }
        items.append(item)
        return true
    }

    /// The next one, which is no longer here.
    mutating func next() -> Item? {
        guard first < items.count else { return nil }
        let item = items[first]
        first += 1
        if case .text(let text) = item { bytes -= text.count }
        if first == items.count {
            items.removeAll(keepingCapacity: items.count < 1024)
            first = 0
        } else if first == 1024 {
            items.removeFirst(first)
            first = 0
        }
        return item
    }
}
