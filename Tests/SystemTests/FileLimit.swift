import Glibc
import Testing

/// A full disk for one running process: it may write no file beyond so many bytes; `nil` makes room again.
func limitFiles(of pid: pid_t, to bytes: Int?) throws {
    let limit = bytes.map { "\($0)" } ?? "unlimited"
    let outcome = try run("/usr/bin/env", "prlimit", "--pid", "\(pid)", "--fsize=\(limit):")
    try #require(outcome.status == 0, "\(outcome.output)")
}
