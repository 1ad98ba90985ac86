import CZeroMQ
import Files
import Glibc

/// What the figures were measured on.
struct Machine {
    let text: String

    static func current() -> Machine {
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: name.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        var major: Int32 = 0
        var minor: Int32 = 0
        var patch: Int32 = 0
        zmq_version(&major, &minor, &patch)
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return Machine(
            text: "\(processor()), \(cores) cores, Linux \(release), "
                + "libzmq \(major).\(minor).\(patch), \(build)")
    }

    private static var build: String {
        #if DEBUG
            "DEBUG BUILD: the figures mean nothing"
        #else
            "release build"
        #endif
    }

    private static func processor() -> String {
        let text = (try? FileBytes.read("/proc/cpuinfo")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
    }
}
