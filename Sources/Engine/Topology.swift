import Messages

/// Which processes a run has, and who of them hears and asks whom.
public struct Topology: Sendable {
    /// One process of the system.
    public struct Member: Sendable, Hashable {
        /// Its level, by which the catalogue tells what it hears and says.
        public let rank: ProcessRank
        /// Number among the processes of its rank, from 0.
        public let instance: Int

        package init(rank: ProcessRank, instance: Int) { (self.rank, self.instance) = (rank, instance) }

        /// "l2-tactic.0".
        public var name: String { "\(rank.name).\(instance)" }
    }

    /// All processes, by rank and instance.
    public let members: [Member]

    /// The seven processes, with as many instances of L2 as groups of symbols.
    public init(tacticInstances: Int) {
        members = ProcessRank.processes.flatMap { rank in
            (0..<(rank == .l2Tactic ? max(1, tacticInstances) : 1)).map { Member(rank: rank, instance: $0) }
        }
    }

    /// The members that a process hears: those who say a kind that it listens to.
    public func heard(by rank: ProcessRank) -> [Member] {
        let publishers = TopicCatalogue.entries
            .filter { $0.delivery != .request && $0.delivery != .local && $0.listeners.contains(rank) }
            .map(\.publisher)
        return members.filter { publishers.contains($0.rank) }
    }

    /// The members that a process asks.
    public func asked(by rank: ProcessRank) -> [Member] {
        let peers = TopicCatalogue.entries
            .filter { $0.delivery == .request && $0.publisher == rank }.flatMap(\.listeners)
        return members.filter { peers.contains($0.rank) }
    }
}
