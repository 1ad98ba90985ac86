import CLinux
import Glibc

/// Which build of this program runs: saved state is plain memory, and only the same build reads it.
public enum BuildID {
    /// A hash of the linker's build id; of the program's path and size where the linker left none.
    public static let current: UInt64 = {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = strata_build_id(&bytes, Int32(bytes.count))
        if count > 0 { return hash(bytes.prefix(Int(count))) }
        var status = stat()
        stat("/proc/self/exe", &status)
        return hash(Array("\(status.st_size) \(status.st_mtim.tv_sec)".utf8))
    }()

    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
