import Glibc

/// A core dump would hold the process's memory, and with it keys and books.
public enum CoreDumps {
    /// None of this process, nor of those that it starts.
    public static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }
}
