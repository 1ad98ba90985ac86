import Engine
import Messages

/// A plan as supervisord's settings.
public enum SupervisordFile {
    /// The file, as `strata plan --supervisord` writes it; that in `deploy` is the standard plan's.
    public static func file(_ plan: ProcessPlan) -> UnitFile {
        // The executor is started first and stopped last.
        let rows = plan.rows.sorted { ($0.stages.last?.rawValue ?? 0) > ($1.stages.last?.rawValue ?? 0) }
        let programs = rows.enumerated().map { program($1, priority: $0 + 1) }
        return UnitFile("supervisord.conf", head(plan) + programs.joined(separator: "\n"))
    }

    private static func program(_ row: ProcessPlan.Row, priority: Int) -> String {
        let shared =
            row.stages.count > 1
            ? "environment = STRATA_STAGES=\"\(row.stageNames)\",STRATA_PROCESS=\"\(row.name)\"\n" : ""
        return """
            [program:\(row.name)]
            command = %(ENV_STRATA_HOME)s/deploy/start-process.sh \(row.name)
            \(shared)priority = \(priority)
            startsecs = 2
            startretries = 5
            autorestart = unexpected
            exitcodes = 0,2,4
            stopwaitsecs = 10
            redirect_stderr = true
            stdout_logfile = %(ENV_STRATA_LOG_DIR)s/\(row.name).log
            stdout_logfile_maxbytes = 10MB
            stdout_logfile_backups = 3

            """
    }

    private static func head(_ plan: ProcessPlan) -> String {
        let who = plan.rows.count == ProcessRank.processes.count ? "The seven processes" : "The processes"
        return """
        ; \(who) under supervisord: deploy/supervise.sh starts it with the environment used here.
        ; A process that dies is started again; one that dies five times in its first two seconds stays down.
        ; The executor is started first and stopped last, the feed the other way round.
        ; Exit codes: 0 is a stop that was asked for, 2 and 4 are a usage and a configuration that no restart
        ; mends.

        [supervisord]
        umask = 077
        logfile = %(ENV_STRATA_LOG_DIR)s/supervisord.log
        logfile_maxbytes = 10MB
        logfile_backups = 3
        pidfile = %(ENV_STRATA_RUN_DIR)s/supervisord.pid

        [unix_http_server]
        file = %(ENV_STRATA_RUN_DIR)s/supervisor.sock
        chmod = 0700

        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

        [supervisorctl]
        serverurl = unix://%(ENV_STRATA_RUN_DIR)s/supervisor.sock


        """
    }
}
