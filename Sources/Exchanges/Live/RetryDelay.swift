import Market

/// How long to wait before something that failed is tried again: evenly by chance between nothing and a
/// limit that doubles with each failure ("full jitter": Brooker, "Exponential Backoff And Jitter", 2015).
package struct RetryDelay: Sendable {
    private let shortest: Int64
    private let longest: Int64
    /// How often it failed since it went well.
    package private(set) var failures = 0

    /// - Parameters:
    ///   - shortest: the limit after the first failure, in nanoseconds.
    ///   - longest: the limit that is never exceeded.
    package init(shortest: Int64, longest: Int64) { (self.shortest, self.longest) = (shortest, longest) }

    /// It failed once more: how long to wait, in nanoseconds.
    package mutating func failed(_ chance: inout SplitMix64) -> Int64 {
        let limit = min(longest, shortest << Int64(min(failures, 20)))
        failures += 1
        return chance.upTo(limit)
    }

    /// It went well: what failed before is forgotten.
    package mutating func succeeded() { failures = 0 }
}
