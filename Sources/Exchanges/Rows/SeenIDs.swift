/// Which numbers of trades were seen: the runs of numbers without a hole, the newest few of them.
///
/// A venue numbers its trades one after the other, so one run holds them all; a file of two streams has two.
/// Where numbers have many holes the oldest runs are forgotten, and what lay in them counts as new.
public struct SeenIDs: BitwiseCopyable, Sendable, Hashable {
    private static let limit = 8

    private struct Run: BitwiseCopyable, Hashable, Sendable {
        var first: Int64 = 0
        /// Less than `first` where nothing is in it.
        var last: Int64 = -1
    }

    /// The run that grew last stands first.
    private var runs: (Run, Run, Run, Run, Run, Run, Run, Run) = (
        Run(), Run(), Run(), Run(), Run(), Run(), Run(), Run()
    )

    public init() {}

    /// Takes a number from zero; false where it was seen before.
    public mutating func insert(_ id: Int64) -> Bool {
        if runs.0.last >= 0, id == runs.0.last &+ 1 {
            runs.0.last = id
            joinSecond()
            return true
        }
        return withRuns { runs in
            for run in runs where run.first <= id && id <= run.last { return false }
            let grown = runs.indices.first { runs[$0].last >= 0 && id == runs[$0].last &+ 1 }
            let begun = runs.indices.first { runs[$0].last >= 0 && id == runs[$0].first &- 1 }
            var run = Run(first: id, last: id)
            if let grown { run.first = runs[grown].first }
            if let begun { run.last = runs[begun].last }
            let freed = grown ?? begun ?? runs.count - 1
            // Where the number closes the hole between two runs, they are one from now on.
            if let grown, let begun { runs[max(grown, begun)] = Run() }
            let place = grown.map { min($0, begun ?? $0) } ?? freed
            for index in stride(from: place, to: 0, by: -1) { runs[index] = runs[index - 1] }
            runs[0] = run
            return true
        }
    }

    /// The newest run may have come up to another one.
    private mutating func joinSecond() {
        withRuns { runs in
            let next = runs[0].last &+ 1
            for index in 1..<runs.count where runs[index].last >= 0 && runs[index].first == next {
                runs[0].last = runs[index].last
                runs[index] = Run()
                return
            }
        }
    }

    private mutating func withRuns<Result>(_ body: (UnsafeMutableBufferPointer<Run>) -> Result) -> Result {
        withUnsafeMutableBytes(of: &runs) { bytes in
            body(bytes.bindMemory(to: Run.self))
        }
    }

    public static func == (a: SeenIDs, b: SeenIDs) -> Bool { a.list == b.list }

    public func hash(into hasher: inout Hasher) { hasher.combine(list) }

    private var list: [Run] { [runs.0, runs.1, runs.2, runs.3, runs.4, runs.5, runs.6, runs.7] }
}
