import Files
import Glibc
import Messages
import Stages

/// What the machine lets a program have: raised as far as this user may, and held against what is needed.
/// ZeroMQ ends a program without a word for a person where it gets no descriptor or thread.
public enum MachineLimits {
    /// One limit, and how little of it is too little.
    package struct Need: Sendable {
        let resource: UInt32
        /// As a person and the shell call it.
        package let name: String
        /// The least that is enough, in `unit`.
        package let least: UInt64
        /// As it stands behind a figure.
        package let unit: String
        /// What one unit is in the kernel's count.
        package let scale: UInt64
    }

    /// Descriptors that any part may need: its sockets, one for each peer, files and books.
    static let descriptors: UInt64 = 128
    /// What the limit is raised to where the machine allows more.
    private static let mostDescriptors: UInt64 = 65_536

    private static let needs = [
        Need(
            resource: UInt32(RLIMIT_NOFILE.rawValue), name: "open files (ulimit -n)", least: descriptors,
            unit: "", scale: 1),
        Need(
            resource: UInt32(RLIMIT_AS.rawValue), name: "address space (ulimit -v)", least: 512,
            unit: " MiB", scale: 1 << 20),
        Need(
            resource: UInt32(RLIMIT_DATA.rawValue), name: "data (ulimit -d)", least: 128, unit: " MiB",
            scale: 1 << 20),
        Need(
            resource: UInt32(RLIMIT_FSIZE.rawValue), name: "size of a file (ulimit -f)", least: 64,
            unit: " MiB", scale: 1 << 20),
        Need(
            resource: UInt32(RLIMIT_STACK.rawValue), name: "stack (ulimit -s)", least: 1, unit: " MiB",
            scale: 1 << 20),
    ]

    /// Raises each soft limit to the hard one; what this process starts inherits it.
    package static func raise() {
        for need in needs where need.resource != UInt32(RLIMIT_STACK.rawValue) {
            guard var limit = read(need) else { continue }
            let wish = need.least == descriptors ? min(limit.rlim_max, UInt(mostDescriptors)) : limit.rlim_max
            guard wish > limit.rlim_cur else { continue }
            limit.rlim_cur = wish
            setrlimit(__rlimit_resource_t(need.resource), &limit)
        }
    }

    /// Says in a sentence what is too little, before anything is started. Who only asks others `writes` no
    /// files: a process that may write no longer file must still be able to call for a halt.
    public static func check(writes: Bool = true) throws(HostError) {
        for need in needs where writes || need.resource != UInt32(RLIMIT_FSIZE.rawValue) {
            guard let limit = read(need), UInt64(limit.rlim_cur) / need.scale < need.least else { continue }
            let found = UInt64(limit.rlim_cur) / need.scale
            throw .failed(
                "the limit of \(need.name) is \(found)\(need.unit); expected at least "
                    + "\(need.least)\(need.unit): raise it for this user, or in the unit that starts Strata")
        }
        try checkThreads()
    }

    /// Threads of all seven processes and of whoever starts them, and some to spare.
    private static let threads = 40

    /// The user's threads count together; root has no limit.
    private static func checkThreads() throws(HostError) {
        var limit = rlimit()
        guard geteuid() != 0, getrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &limit) == 0,
            limit.rlim_cur < 1 << 20
        else { return }
        if limit.rlim_max > limit.rlim_cur {
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &limit)
        }
        let used = UserThreads.count()
        guard used + threads > Int(clamping: limit.rlim_cur) else { return }
        throw .failed(
            "this user has \(used) threads of \(limit.rlim_cur) (ulimit -u); expected room for \(threads) "
                + "more: end other programs, or raise the limit")
    }

    private static func read(_ need: Need) -> rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(need.resource), &limit) == 0 ? limit : nil
    }
}
