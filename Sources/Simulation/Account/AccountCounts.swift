/// What happened in a simulation of an account, in figures.
public struct AccountCounts: Sendable, Hashable {
    /// Entries and exits that the executor took, and those that it refused.
    public var entries = 0
    public var exits = 0
    public var refusals = 0
    /// The account's fills, those of stops and targets among them.
    public var fills = 0
    public var brackets = 0
    /// Requests, deaths of the executor, and words of it that its books differ from the account's.
    public var requests = 0
    public var deaths = 0
    public var differences = 0
    public var funding = 0
    /// For how long a position had no stop of its size, the longest of all, milliseconds.
    public var longestBare = 0

    /// Nothing yet.
    public init() {}

    /// Both together.
    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        for field in fields { sum[keyPath: field.path] += b[keyPath: field.path] }
        sum.longestBare = max(a.longestBare, b.longestBare)
        return sum
    }

    /// One line of all figures.
    public var text: String {
        let sums = Self.fields.map { "\($0.name) \(self[keyPath: $0.path])" }.joined(separator: ", ")
        return "\(sums), longest without a stop \(longestBare) ms"
    }

    private static var fields: [(name: String, path: WritableKeyPath<Self, Int>)] {
        [
            ("entries", \.entries), ("exits", \.exits), ("refusals", \.refusals), ("fills", \.fills),
            ("of stops and targets", \.brackets), ("requests", \.requests), ("deaths", \.deaths),
            ("differences told", \.differences), ("payments of funding", \.funding),
        ]
    }
}
