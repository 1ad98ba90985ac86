/// What the rows of a learning stage are about: pairs and strategies by their names, since places mean
/// nothing in another run.
public struct LearnedNames: Sendable, Hashable {
    /// The strategies of the run, in the order of their places.
    public let strategies: [String]
    /// The pairs in the order of their places, each with the places of the strategies that read it.
    public let pairs: [Pair]

    /// One pair.
    public struct Pair: Sendable, Hashable {
        /// "BTC/USDT".
        public let name: String
        /// Places in the run's strategies.
        public let strategies: [Int]

        public init(name: String, strategies: [Int]) { (self.name, self.strategies) = (name, strategies) }
    }

    public init(strategies: [String], pairs: [Pair]) { (self.strategies, self.pairs) = (strategies, pairs) }

    /// How many rows there are: one for each strategy of each pair.
    public var rows: Int { pairs.reduce(0) { $0 + $1.strategies.count } }

    /// The names as text: the strategies in the first line, then a line a pair.
    public var text: String {
        let lines = pairs.map { pair in
            ([pair.name] + pair.strategies.map { "\($0)" }).joined(separator: " ")
        }
        return ([strategies.joined(separator: " ")] + lines).joined(separator: "\n")
    }

    /// Reads the text back.
    /// - Throws: `damaged` where a pair names a strategy that isn't there.
    public init(text: String) throws(StateError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let strategies = lines.first.map { $0.split(separator: " ").map(String.init) } ?? []
        var pairs: [Pair] = []
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            let places = words.dropFirst().compactMap { Int($0) }.filter { strategies.indices.contains($0) }
            guard let name = words.first, places.count == words.count - 1 else {
                throw .damaged(bytes: text.utf8.count)
            }
            pairs.append(Pair(name: String(name), strategies: places))
        }
        self.init(strategies: strategies, pairs: pairs)
    }
}
