import Glibc
import L1Operational
import Messages
import Stages

/// A folder of programs in which this one stands in place of each process of `strata up`.
enum StandIns {
    /// The file by which a stand-in knows that it is to record frames instead of counting allocations.
    static let recordMark = "record"

    /// Hard links, since a program finds its siblings by the file that it runs.
    static func link(in folder: String) throws(HostError) {
        try link("strata", to: "strata", in: folder)
        for rank in ProcessRank.processes { try link("strata-bench", to: rank.name, in: folder) }
    }

    private static func link(_ program: String, to name: String, in folder: String) throws(HostError) {
        guard Glibc.link("\(Child.programFolder)/\(program)", "\(folder)/\(name)") == 0 else {
            throw .cannotWrite(path: "\(folder)/\(name)", why: String(cString: strerror(errno)))
        }
    }
}
