import Glibc
import Stages

/// Looks whether the disk of a folder has room left: trading halts while the halt itself, and what is still
/// to be kept after it, fits.
public struct DiskWatch {
    /// What is too little where nothing else is configured, MiB.
    package static let standardLeast = 32

    /// The folder whose disk is looked at.
    package let folder: String
    /// Bytes below which the disk counts as full.
    package let least: UInt64
    private let free: (String) -> UInt64?
    private var isLow = false

    /// - Parameter free: the bytes that a disk has left; `nil` where nobody knows.
    package init(
        _ folder: String, leastMebibytes: Int, free: @escaping (String) -> UInt64? = DiskWatch.free
    ) {
        self.folder = folder
        self.free = free
        least = UInt64(max(0, leastMebibytes)) << 20
    }

    /// What to tell a person, once each time that room runs out; `nil` while there is some. It has come back
    /// when a half more than the least is free.
    package mutating func check() -> String? {
        guard least > 0, let free = free(folder) else { return nil }
        if free >= least + least / 2 { isLow = false }
        guard free < least, !isLow else { return nil }
        isLow = true
        return "the disk of \(folder) has \(free >> 20) MiB left, expected at least \(least >> 20) MiB; "
            + "trading halts before a record is lost: make room, then `strata resume`"
    }

    /// Refuses to begin where trading would halt at once: says which disk, how much it has and what to do.
    /// - Parameters:
    ///   - mebibytes: what is too little; 0 asks for nothing.
    ///   - folders: those that are written into, or will be made.
    public static func checkStart(_ mebibytes: Int, _ folders: [String]) throws(HostError) {
        for folder in folders {
            var place = folder
            while !FileBytes.exists(place), let slash = place.lastIndex(of: "/") {
                place = slash == place.startIndex ? "/" : String(place[..<slash])
            }
            if !FileBytes.exists(place) { place = "." }
            guard mebibytes > 0, let left = free(place), left >> 20 < UInt64(mebibytes) else { continue }
            throw .failed(
                "the disk of \(folder) has \(left >> 20) MiB left, expected at least \(mebibytes) MiB: "
                    + "nothing was started; make room there, name another folder, or set STRATA_MIN_FREE_MIB")
        }
    }

    /// What an ordinary user may still write on a folder's disk, bytes.
    package static func free(_ folder: String) -> UInt64? {
        var info = statvfs()
        guard statvfs(folder, &info) == 0 else { return nil }
        return UInt64(info.f_bavail) * UInt64(info.f_frsize)
    }
}
