import Bus
import Engine
import Glibc
import Messages

/// Who is where: each process binds a PUB and a REP socket in the run directory, others connect.
public struct Endpoints: Sendable {
    /// The folder of the sockets.
    public let directory: RunDirectory
    /// Who there is, and who hears and asks whom.
    public let topology: Topology

    /// The endpoints of a run's processes.
    public init(_ topology: Topology, in directory: RunDirectory) {
        (self.topology, self.directory) = (topology, directory)
    }

    /// All processes, by rank and instance.
    public var members: [Topology.Member] { topology.members }

    /// The processes that a run directory speaks of: one of each rank, and each further instance that has
    /// bound its socket there.
    public static func members(in directory: RunDirectory) throws(BusError) -> [Topology.Member] {
        let names = try directory.names()
        return ProcessRank.processes.flatMap { rank in
            let instances = names.compactMap { instance(of: rank, answering: $0) }.filter { $0 > 0 }
            return ([0] + instances.sorted()).map { Topology.Member(rank: rank, instance: $0) }
        }
    }

    /// Removes the sockets that instances of an earlier run left, and that this one does not have.
    package func forgetOthers() throws(BusError) {
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

    /// Where a process is heard.
    public func publisher(_ member: Topology.Member) throws(BusError) -> Endpoint {
        try endpoint(of: member, "pub")
    }

    /// Where a process is asked.
    public func answerer(_ member: Topology.Member) throws(BusError) -> Endpoint {
        try endpoint(of: member, "rep")
    }

    /// Where a process gives frames again in lockstep. A socket of its own: it must answer while its other
    /// one owes somebody outside an answer.
    public func ring(_ member: Topology.Member) throws(BusError) -> Endpoint {
        try endpoint(of: member, "ring")
    }

    /// The file that a process holds locked from its start to its end.
    static func presence(of member: Topology.Member, in directory: RunDirectory) -> String {
        "\(directory.path)/\(member.name).here.lock"
    }

    private func endpoint(of member: Topology.Member, _ kind: String) throws(BusError) -> Endpoint {
        try directory.endpoint("\(member.name).\(kind)")
    }

    /// Where the conductor speaks with a process in lockstep.
    public func conductor(of member: Topology.Member) throws(BusError) -> Endpoint {
        try directory.endpoint("\(member.name).go")
    }
}
