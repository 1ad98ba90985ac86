import Messages

/// Which stages share a process. Whatever the plan, a stage keeps its name, its endpoints, its journal and
/// its records: another plan goes on with them, and in lockstep each plan writes the same output journal.
public struct ProcessPlan: Sendable, Hashable {
    /// One process and the stages that it serves, by rank.
    public struct Row: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// At least one.
        public let stages: [ProcessRank]

        /// - Parameter stages: at least one.
        public init(name: String, stages: [ProcessRank]) {
            self.name = name
            self.stages = stages.sorted { $0.rawValue < $1.rawValue }
        }
    }

    /// A process of a run: its name and those it is.
    public struct Process: Sendable, Hashable {
        /// "l2-tactic.0" where it serves one stage, else its row's name.
        public let name: String
        public let members: [Topology.Member]

        package init(name: String, members: [Topology.Member]) { (self.name, self.members) = (name, members) }
    }

    /// By the lowest rank of each.
    public let rows: [Row]

    /// Each stage in a process of its own: what `strata up` starts.
    public static let standard = ProcessPlan([])

    /// The rows that are named; every other stage has a process of its own.
    public init(_ groups: [Row]) {
        let grouped = groups.flatMap(\.stages)
        let others = ProcessRank.processes.filter { !grouped.contains($0) }
        let alone = others.map { Row(name: $0.name, stages: [$0]) }
        rows = (groups.filter { !$0.stages.isEmpty } + alone).sorted { $0.order < $1.order }
    }

    /// The rows of several stages as a run's environment has them: "decide=l2-tactic,l1-operational;rest=…".
    public var text: String {
        rows.filter { $0.stages.count > 1 }
            .map { "\($0.name)=\($0.stages.map(\.name).joined(separator: ","))" }.joined(separator: ";")
    }

    /// Reads what `text` wrote; names of no stage are left out.
    public init(text: String) {
        self.init(
            text.split(separator: ";").map { row in
                let parts = row.split(separator: "=", maxSplits: 1)
                let names = (parts.last ?? "").split(separator: ",").map(String.init)
                return Row(
                    name: String(parts.first ?? ""),
                    stages: ProcessRank.processes.filter { names.contains($0.name) })
            })
    }

    /// The process that serves a stage.
    public func row(of rank: ProcessRank) -> Row? { rows.first { $0.stages.contains(rank) } }

    /// The processes of a run. A stage that is alone in its row has one for each of its instances.
    public func processes(_ topology: Topology) -> [Process] {
        rows.flatMap { row -> [Process] in
            let members = topology.members.filter { row.stages.contains($0.rank) }
            if row.stages.count > 1 { return [Process(name: row.name, members: members)] }
            return members.map { Process(name: $0.name, members: [$0]) }
        }
    }
}

extension ProcessPlan.Row {
    fileprivate var order: UInt8 { stages.first?.rawValue ?? .max }
}
