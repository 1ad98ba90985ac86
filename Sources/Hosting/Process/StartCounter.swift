import Bus
import Engine
import Messages
import Stages
import Storage

/// How often a process was started in a run directory, in a file beside its sockets. Listeners take a larger
/// number for a new start and drop what an older one says, whoever started it: supervisor, script or person.
enum StartCounter {
    /// The number of this start: the given one, or one more than any before.
    static func next(_ rank: ProcessRank, _ environment: ProcessEnvironment) throws(HostError) -> UInt32 {
        let named = environment.runDirectory
        let member = Topology.Member(rank: rank, instance: environment.instance)
        do {
            let directory = try RunDirectory(path: named.isEmpty ? RunDirectory.standardPath() : named)
            let counter = try RunCounter(in: directory.path, named: "\(member.name).starts")
            let given = environment.epoch
            if given > 0, given <= (try counter.current()) { return given }
            let next = try counter.raise(to: given, isDurable: false)
            return given > 0 ? given : next
        } catch {
            throw .failed("\(error)")
        }
    }
}
