import Foundation
import L1Operational

/// A folder like a clone in which everything is built: the programs of this build stand for those of
/// .build/release.
struct Clone {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let files = FileManager.default
        for name in ["safe_list.json", "samples", "docs", "deploy"] {
            try files.createSymbolicLink(
                atPath: "\(scratch.path)/\(name)", withDestinationPath: "\(DeployTests.root)/\(name)")
        }
        try files.createDirectory(atPath: "\(scratch.path)/.build", withIntermediateDirectories: true)
        try files.createSymbolicLink(
            atPath: "\(scratch.path)/.build/release", withDestinationPath: Programs.folder)
    }

    func remove() { scratch.remove() }

    /// Runs a command line as a person types it.
    func type(_ command: String, environment: [String: String] = [:]) throws -> Outcome {
        try run("/bin/sh", ["-c", command], environment: environment, in: scratch.path)
    }
}
