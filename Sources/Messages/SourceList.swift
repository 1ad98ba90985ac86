import Market

/// The strategies behind a decision, each with its weight, signed by its vote. There is room for six: where
/// more had a say, the heaviest are kept (what each of them said comes as `StrategyReasoning`).
@frozen public struct SourceList: BitwiseCopyable, Sendable {
    /// More, and `Message` would outgrow 128 bytes.
    public static let capacity = 6
    private var weights: [6 of Double] = .init(repeating: 0)
    private var strategies: [6 of StrategyID] = .init(repeating: .none)

    /// Nobody.
    public init() {}

    /// How many there are.
    public var count: Int {
        var count = 0
        while count < Self.capacity, strategies.span[count] != .none { count += 1 }
        return count
    }

    /// One of them, in the order of their places in the run's table, however they were added.
    public subscript(place: Int) -> (strategy: StrategyID, weight: Double) {
        (strategies.span[place], weights.span[place])
    }

    /// The weight of a strategy; 0 where it has none.
    public subscript(strategy: StrategyID) -> Double {
        for place in 0..<count where strategies.span[place] == strategy { return weights.span[place] }
        return 0
    }

    /// Adds a strategy. One without a weight is left out; where there is no room, the lightest goes.
    public mutating func add(_ strategy: StrategyID, _ weight: Double) {
        guard weight != 0, strategy != .none else { return }
        if count == Self.capacity {
            var lightest = 0
            for place in 1..<Self.capacity where abs(weights.span[place]) < abs(weights.span[lightest]) {
                lightest = place
            }
            guard abs(weight) > abs(weights.span[lightest]) else { return }
            remove(lightest)
        }
        insert(strategy, weight)
    }

    private mutating func remove(_ place: Int) {
        for next in place + 1..<Self.capacity { move(next, to: next - 1) }
        (strategies[Self.capacity - 1], weights[Self.capacity - 1]) = (.none, 0)
    }

    private mutating func insert(_ strategy: StrategyID, _ weight: Double) {
        var place = count
        while place > 0, strategies.span[place - 1] > strategy {
            move(place - 1, to: place)
            place -= 1
        }
        (strategies[place], weights[place]) = (strategy, weight)
    }

    private mutating func move(_ place: Int, to other: Int) {
        let (strategy, weight) = (strategies.span[place], weights.span[place])
        (strategies[other], weights[other]) = (strategy, weight)
    }

    /// The same with other places of the strategies; those without one are left out.
    public func placed(_ places: (StrategyID) -> StrategyID?) -> SourceList {
        var list = SourceList()
        for index in 0..<count {
            if let strategy = places(strategies.span[index]) { list.add(strategy, weights.span[index]) }
        }
        return list
    }

    /// The sum of the weights, whatever their sides.
    public var total: Double {
        var total = 0.0
        for place in 0..<count { total += abs(weights.span[place]) }
        return total
    }

    /// The strategy with the largest weight, the first of equals; `nil` where there is none.
    public var strongest: StrategyID? {
        guard count > 0 else { return nil }
        var best = 0
        for place in 1..<count where abs(weights.span[place]) > abs(weights.span[best]) { best = place }
        return strategies.span[best]
    }
}

extension SourceList: Hashable {
    public static func == (a: SourceList, b: SourceList) -> Bool {
        let count = a.count
        guard count == b.count else { return false }
        return (0..<count).allSatisfy { a[$0].strategy == b[$0].strategy && a[$0].weight == b[$0].weight }
    }
    public func hash(into hasher: inout Hasher) {
        for place in 0..<count {
            hasher.combine(self[place].strategy)
            hasher.combine(self[place].weight)
        }
    }
}
