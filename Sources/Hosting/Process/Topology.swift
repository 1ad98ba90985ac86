import Bus
import Glibc
import Messages

/// Who is where: each process binds a PUB and a REP socket in the run directory, others connect.
public struct Topology: Sendable {
    /// One process of the system.
    public struct Member: Sendable, Hashable {
        public let rank: ProcessRank
        public let instance: Int

        /// "l2-tactic.0".
        public var name: String { "\(rank.name).\(instance)" }
    }

    public let directory: RunDirectory
    public let members: [Member]

    /// The seven processes, with as many instances of L2 as groups of symbols.
    public init(directory: RunDirectory, tacticInstances: Int) {
        self.directory = directory
        members = ProcessRank.processes.flatMap { rank in
            (0..<(rank == .l2Tactic ? max(1, tacticInstances) : 1)).map { Member(rank: rank, instance: $0) }
        }
    }

    /// The processes that a run directory speaks of: one of each rank, and each further instance that has
    /// bound its socket there.
    public static func members(in directory: RunDirectory) throws(BusError) -> [Member] {
        let names = try directory.names()
        return ProcessRank.processes.flatMap { rank in
            let instances = names.compactMap { instance(of: rank, answering: $0) }.filter { $0 > 0 }
            return ([0] + instances.sorted()).map { Member(rank: rank, instance: $0) }
        }
    }

    /// Removes the sockets that instances of an earlier run left, and that this one does not have.
    func forgetOthers() throws(BusError) {
        for member in try Self.members(in: directory) where !members.contains(member) {
            for endpoint in [try publisher(member), try answerer(member)] {
                if let path = endpoint.path { unlink(path) }
            }
        }
    }

    /// The instance whose socket is called so, as in "l2-tactic.1.rep".
    private static func instance(of rank: ProcessRank, answering name: String) -> Int? {
        guard name.hasPrefix(rank.name + "."), name.hasSuffix(".rep") else { return nil }
        return Int(name.dropFirst(rank.name.utf8.count + 1).dropLast(4))
    }

    public func publisher(_ member: Member) throws(BusError) -> Endpoint {
        try directory.endpoint("\(member.name).pub")
    }

    public func answerer(_ member: Member) throws(BusError) -> Endpoint {
        try directory.endpoint("\(member.name).rep")
    }

    /// Where a process gives frames again in lockstep. A socket of its own: it must answer while its other
    /// one owes somebody outside an answer.
    public func ring(_ member: Member) throws(BusError) -> Endpoint {
        try directory.endpoint("\(member.name).ring")
    }

    /// Where the conductor speaks with a process in lockstep.
    public func conductor(of member: Member) throws(BusError) -> Endpoint {
        try directory.endpoint("\(member.name).go")
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
