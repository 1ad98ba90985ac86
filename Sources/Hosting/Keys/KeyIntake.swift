import CLinux
import Files
import Glibc
import Messages
import Sealing
import Stages

/// How a process comes by its keys: from an inherited descriptor where `strata up` started it, else from
/// files that only its user can read.
package enum KeyIntake {
    /// The variable that names the inherited descriptor.
    package static let descriptorVariable = "STRATA_KEYS_FD"

    /// Whether a process seals or judges approvals.
    static func needsApprovalKey(_ rank: ProcessRank) -> Bool { rank == .riskManager || rank == .executor }

    /// The keys of a process that serves some ranks; `nil` where it needs none. One that needs a key and has
    /// none is an error that says what to do.
    package static func keys(
        for ranks: [ProcessRank], _ environment: ProcessEnvironment
    ) throws(HostError) -> ProcessKeys? {
        guard ranks.contains(where: TopicCatalogue.needsRequestKey) else { return nil }
        let judge = ranks.first(where: needsApprovalKey)
        if judge != nil { hideMemory() }
        if let text = ProcessEnvironment.variable(descriptorVariable) {
            unsetenv(descriptorVariable)
            return try inherited(text, judges: judge != nil)
        }
        return ProcessKeys(
            request: try requestKey(environment),
            approval: try judge.map { (rank) throws(HostError) in try approvalKey(rank) })
    }

    /// Nobody else of this user can read the memory or the descriptors of this process.
    package static func hideMemory() { _ = strata_hide_memory() }

    private static func inherited(_ text: String, judges: Bool) throws(HostError) -> ProcessKeys {
        guard let file = Int32(text), file > 2 else {
            throw .configuration(
                "\(descriptorVariable) is \"\(text)\"; expected the number of an inherited descriptor")
        }
        defer { close(file) }
        guard let request = next(file), let approval = judges ? next(file) : request else {
            throw .configuration(
                "descriptor \(file) of \(descriptorVariable) does not hold the run's keys: they are read "
                    + "once, and by the process alone that `strata up` started")
        }
        return ProcessKeys(request: request, approval: judges ? approval : nil)
    }

    private static func next(_ file: Int32) -> SecretKey? {
        var bytes = [UInt8](repeating: 0, count: SecretKey.size)
        defer { SecretKey.wipe(&bytes) }
        guard read(file, &bytes, bytes.count) == bytes.count else { return nil }
        return bytes.withUnsafeBytes { SecretKey($0) }
    }

    private static func requestKey(_ environment: ProcessEnvironment) throws(HostError) -> SecretKey {
        let content = try KeyFile.read(KeyFile.requestKey(in: environment.privateRunDirectory))
        guard content.run == environment.run else {
            throw .configuration(
                "the request key in \(environment.privateRunDirectory) is of run "
                    + "\(content.run.map { "\($0)" } ?? "?"), and this process of run "
                    + "\(environment.run): begin a run with deploy/begin-run.sh, which makes its keys")
        }
        return content.key
    }

    private static func approvalKey(_ rank: ProcessRank) throws(HostError) -> SecretKey {
        if let folder = ProcessEnvironment.variable("CREDENTIALS_DIRECTORY"), !folder.isEmpty,
            FileBytes.exists("\(folder)/approval.key")
        {
            return try KeyFile.read("\(folder)/approval.key", isCredential: true).key
        }
        if let path = ProcessEnvironment.variable("STRATA_APPROVAL_KEY_FILE"), !path.isEmpty {
            return try KeyFile.read(path).key
        }
        throw .configuration(
            "\(rank.name) needs the run's approval key: `strata up` hands it down, systemd's unit loads it "
                + "as the credential approval.key, and by hand STRATA_APPROVAL_KEY_FILE names the file that "
                + "deploy/begin-run.sh makes (deploy/README.md)")
    }
}
