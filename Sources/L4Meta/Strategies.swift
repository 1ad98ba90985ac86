import Messages

/// The strategies of the catalogue, listed once: `allCases` makes a new array at each call.
enum Strategies {
    static let all = StrategyName.allCases
    static var count: Int { all.count }
}
