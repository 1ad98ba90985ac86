import Market

/// Up to six price levels in place: what one depth message carries.
@frozen public struct LevelList: BitwiseCopyable, Sendable {
    public static let capacity = 6
    private var levels: [6 of BookLevel] = .init(repeating: BookLevel())
    /// How many levels there are.
    public private(set) var count = 0

    public init() {}

    /// The level at a place below `count`.
    public subscript(index: Int) -> BookLevel { levels[index] }

    /// Adds a level; answers false where the list is full.
    public mutating func append(_ level: BookLevel) -> Bool {
        guard count < Self.capacity else { return false }
        levels[count] = level
        count += 1
        return true
    }
}

extension LevelList: Hashable {
    public static func == (a: LevelList, b: LevelList) -> Bool {
        a.count == b.count && (0..<a.count).allSatisfy { a[$0] == b[$0] }
    }
    public func hash(into hasher: inout Hasher) {
        for index in 0..<count { hasher.combine(self[index]) }
    }
}
