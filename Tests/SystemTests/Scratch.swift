import Foundation
import Testing

/// A folder of the test's own.
struct Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/strata-deploy-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    /// An environment in which the scripts of bin/ here come before the machine's.
    var firstOnPath: [String: String] { ["PATH": "\(path)/bin:/usr/bin:/bin"] }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        let file = URL(filePath: path).appending(path: name)
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: path).appending(path: name), encoding: .utf8)
    }

    func script(_ name: String, _ text: String) throws {
        try write(name, "#!/bin/sh\n\(text)\n", mode: 0o755)
    }

    /// The seven executables as scripts that say what they were given, and the keys file of the executor.
    func standIns() throws {
        for name in DeployTests.processes {
            try script(
                ".build/release/\(name)",
                """
                keys=no
                if env | grep -q -E '^BINANCE_|^STRATA_KEYS'; then keys=yes; fi
                limits="$(umask) $(ulimit -c)"
                echo "\(name) $$ $keys $limits $STRATA_RUN $PWD" > "$STRATA_HOME/events"
                exec sleep 600
                """)
        }
        try write("keys", "BINANCE_API_KEY=k\n")
        try FileManager.default.createDirectory(atPath: path + "/deploy", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: DeployTests.root + "/deploy/start-process.sh", toPath: path + "/deploy/start-process.sh")
    }
}
