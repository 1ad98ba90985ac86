import CLinux
import Glibc
import Messages
import Sealing
import Stages

/// Both keys of a run, as whoever starts its processes holds them.
package final class RunKeys {
    /// Seals requests that move something, such as `submit` and `halt`.
    package let request: SecretKey
    /// Seals the risk manager's approvals.
    package let approval: SecretKey

    /// Draws two new keys from the kernel.
    package init() throws(HostError) {
        request = try Self.draw()
        approval = try Self.draw()
    }

    private static func draw() throws(HostError) -> SecretKey {
        var bytes = [UInt8](repeating: 0, count: SecretKey.size)
        defer { SecretKey.wipe(&bytes) }
        guard getrandom(&bytes, bytes.count, 0) == bytes.count,
            let key = bytes.withUnsafeBytes({ SecretKey($0) })
        else { throw .failed("the kernel gives no random numbers: \(String(cString: strerror(errno)))") }
        return key
    }

    /// What a process of some ranks gets, the request key first; nothing where it needs none.
    package func keys(for ranks: [ProcessRank]) -> [SecretKey] {
        guard ranks.contains(where: TopicCatalogue.needsRequestKey) else { return [] }
        return ranks.contains(where: KeyIntake.needsApprovalKey) ? [request, approval] : [request]
    }

    /// A pipe in which these keys lie, to be read once and closed on `exec`; the caller closes it.
    package static func pipe(_ keys: [SecretKey]) throws(HostError) -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw .failed("can't make a pipe for the run's keys: \(String(cString: strerror(errno)))")
        }
        defer { close(ends[1]) }
        for key in keys {
            // A pipe takes more than two keys at once.
            let count = key.withBytes { Glibc.write(ends[1], $0.baseAddress, $0.count) }
            guard count == SecretKey.size else {
                close(ends[0])
                throw .failed("can't hand down the run's keys: \(String(cString: strerror(errno)))")
            }
        }
        return ends[0]
    }
}
