import Market
import Storage

/// What is told of the state folders that earlier runs left.
public struct KeptStates {
    private let state: String
    private let report: StateArchive.Report
    private let limit: StateArchive.Limit

    /// Deletes what is over the limit: of runs in number, and of MiB; where one is `nil`, the standard.
    public init(beside state: String, runs: Int?, mebibytes: Int?) {
        self.state = state
        let standard = StateArchive.Limit.standard
        limit = StateArchive.Limit(
            runs: runs ?? standard.runs, bytes: mebibytes.map { $0 << 20 } ?? standard.bytes)
        report = StateArchive.prune(beside: state, limit)
    }

    /// What was deleted, and what could not be; a line each.
    public var lines: [String] {
        report.deleted.map { "deleted \($0.path) (\(Self.text($0.bytes))): \(rule)" }
            + report.foreign.map { "\($0) is over the limit and stays: it holds what is not Strata's" }
    }

    /// What stays on the disk, at the end of a run.
    public var ending: String {
        let own = "this run's state is \(ForeignText.line(state)), \(Self.text(StateArchive.size(of: state)))"
        guard let oldest = report.kept.last else { return own }
        return own + "; \(report.kept.count) earlier beside it, to \(oldest.path), "
            + "\(Self.text(report.keptBytes)) (\(rule))"
    }

    private var rule: String {
        "--keep-runs \(limit.runs) and --keep-mib \(limit.bytes >> 20) say how much is kept"
    }

    /// A size as people read it.
    package static func text(_ bytes: Int) -> String {
        bytes >= 1 << 30 ? "\(bytes * 10 / (1 << 30) / 10).\(bytes * 10 / (1 << 30) % 10) GiB"
            : "\((bytes + (1 << 20) - 1) >> 20) MiB"
    }
}
