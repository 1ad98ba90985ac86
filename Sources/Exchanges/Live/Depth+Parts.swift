import Market
import Messages

/// What an exchange tells of a book, in messages of which each holds levels of one side.
extension Depth {
    /// The message that says that the book is worthless until the next snapshot.
    package static func lostBook(_ symbol: SymbolID, id: Int64) -> Depth {
        var depth = Depth()
        depth.symbol = symbol
        depth.isSnapshot = true
        depth.isFirst = true
        depth.isLast = true
        depth.updateID = id
        return depth
    }

    /// Says a snapshot or a diff: `levels` holds `bids` bids, then the asks. Nothing is said of one without
    /// levels.
    package static func append(
        _ levels: [BookLevel], bids: Int, of symbol: SymbolID, id: Int64, isSnapshot: Bool,
        to out: inout [Depth]
    ) {
        let first = out.count
        for (side, range) in [(Side.buy, 0..<bids), (Side.sell, bids..<levels.count)] {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: LevelList.capacity) {
                var depth = Depth()
                depth.symbol = symbol
                depth.side = side
                depth.isSnapshot = isSnapshot
                depth.updateID = id
                for level in levels[start..<min(start + LevelList.capacity, range.upperBound)] {
                    _ = depth.levels.append(level)
                }
                out.append(depth)
            }
        }
        guard out.count > first else { return }
        out[first].isFirst = true
        out[out.count - 1].isLast = true
    }
}
