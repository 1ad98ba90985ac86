/// What is the same in every plan.
extension SystemdUnits {
    static let account = """
        # The account that Strata runs under: copy to /etc/sysusers.d/strata.conf, then run systemd-sysusers.
        u strata - "Strata trading system" /var/lib/strata

        """

    static let runService = """
        # Begins a run of the whole system: the run counter, the state folder, the private folder of sockets.
        [Unit]
        Description=Strata, begin a run
        PartOf=strata.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        Environment=STRATA_HOME=/opt/strata
        EnvironmentFile=-/etc/strata/strata.env
        Environment=STRATA_STATE_DIR=/var/lib/strata/state
        Environment=STRATA_RUN_DIR=/run/strata
        # The approval key of the run is root's: systemd hands it to those alone who judge approvals
        # (LoadCredential).
        ExecStartPre=+/bin/sh -c 'umask 077; mkdir -p /run/strata-keys && cd /run/strata-keys && \\
            rm -f approval.key && od -An -v -tx1 -N32 /dev/urandom | tr -dc 0-9a-f >approval.key'
        ExecStopPost=+/bin/rm -rf /run/strata-keys
        ExecStart=/usr/bin/env ${STRATA_HOME}/deploy/begin-run.sh --env /run/strata/run.env
        RuntimeDirectory=strata
        RuntimeDirectoryMode=0700
        StateDirectory=strata
        StateDirectoryMode=0700

        \(sandbox)
        """

    static let template = """
        # One process of Strata; the instance is its name, as in strata@l3-strategy.service.
        [Unit]
        Description=Strata %i
        PartOf=strata.target
        Requires=strata-run.service
        After=strata-run.service network-online.target
        StartLimitIntervalSec=120
        StartLimitBurst=5

        [Service]
        Type=exec
        # The clone, built with swift build -c release. This machine's settings go to strata.env; keys don't.
        Environment=STRATA_HOME=/opt/strata
        Environment=STRATA_MODE=PAPER
        EnvironmentFile=-/etc/strata/strata.env
        Environment=STRATA_RUN_DIR=/run/strata
        Environment=STRATA_STATE_DIR=/var/lib/strata/state
        EnvironmentFile=/run/strata/run.env
        ExecStart=/usr/bin/env ${STRATA_HOME}/deploy/start-process.sh %i
        Restart=on-failure
        RestartSec=2
        # A wrong usage or configuration is not mended by a restart.
        RestartPreventExitStatus=2 4
        TimeoutStopSec=10
        StateDirectory=strata
        StateDirectoryMode=0700
        ReadWritePaths=/run/strata

        \(sandbox)
        """

    private static let sandbox = """
        # As little as the process needs.
        User=strata
        Group=strata
        UMask=0077
        LimitCORE=0
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        ProtectSystem=strict
        ProtectHome=read-only
        ProtectProc=invisible
        ProtectClock=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectControlGroups=yes
        PrivateTmp=yes
        PrivateDevices=yes
        LockPersonality=yes
        MemoryDenyWriteExecute=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        SystemCallArchitectures=native
        SystemCallFilter=@system-service

        """
}
