import Engine
import Messages

/// A plan as systemd's units: one template for all processes, and beside it what a single one is given.
public enum SystemdUnits {
    /// The files, as `strata plan --systemd` writes them; those in `deploy/systemd` are the standard plan's.
    public static func files(_ plan: ProcessPlan) -> [UnitFile] {
        let shared = [
            UnitFile("strata-run.service", runService), UnitFile("strata.sysusers.conf", account),
            UnitFile("strata.target", target(plan)), UnitFile("strata@.service", template),
        ]
        return shared + plan.rows.flatMap(dropIns)
    }

    private static func target(_ plan: ProcessPlan) -> String {
        let count = plan.rows.count == ProcessRank.processes.count ? "all seven processes" : "as planned"
        let wanted = plan.rows.map { "Wants=strata@\($0.name).service\n" }.joined()
        return """
            # All of Strata: systemctl start strata.target, systemctl stop strata.target.
            [Unit]
            Description=Strata, \(count)
            \(wanted)After=network-online.target
            Wants=network-online.target

            [Install]
            WantedBy=multi-user.target

            """
    }

    private static func dropIns(_ row: ProcessPlan.Row) -> [UnitFile] {
        let folder = "strata@\(row.name).service.d"
        var files: [UnitFile] = []
        if row.stages.contains(.executor) || row.stages.contains(.riskManager) {
            files.append(UnitFile("\(folder)/approval-key.conf", approvalKey))
        }
        if row.stages.contains(.executor) { files.append(UnitFile("\(folder)/keys.conf", exchangeKeys)) }
        if row.stages.count > 1 {
            files.append(
                UnitFile(
                    "\(folder)/stages.conf",
                    """
                    # The stages that share this process.
                    [Service]
                    Environment=STRATA_STAGES=\(row.stageNames)
                    Environment=STRATA_PROCESS=\(row.name)

                    """))
        }
        return files
    }

    private static let approvalKey = """
        # The key that seals approvals, for risk manager and executor alone; systemd reads it as root.
        [Service]
        LoadCredential=approval.key:/run/strata-keys/approval.key

        """

    private static let exchangeKeys = """
        # Only the executor gets the exchange's keys: lines of NAME=value in a file of root's with mode 0600.
        [Service]
        EnvironmentFile=-/etc/strata/executor.env

        """
}

extension ProcessPlan.Row {
    /// As STRATA_STAGES names them.
    var stageNames: String { stages.map(\.name).joined(separator: ",") }
}
