#!/usr/bin/env bash
# Runs the seven processes under supervisord, in the foreground, in PAPER mode. With arguments it is
# supervisorctl on what runs, as in: deploy/supervise.sh status, deploy/supervise.sh restart l3-strategy
set -euo pipefail
umask 077
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export STRATA_HOME=${STRATA_HOME:-$root}
export STRATA_MODE=${STRATA_MODE:-PAPER}
export STRATA_SAFE_LIST=${STRATA_SAFE_LIST:-$STRATA_HOME/safe_list.json}
export STRATA_STATE_DIR=${STRATA_STATE_DIR:-$STRATA_HOME/var/state}
export STRATA_LOG_DIR=${STRATA_LOG_DIR:-$STRATA_HOME/var/log}
export STRATA_RUN_DIR=${STRATA_RUN_DIR:-${XDG_RUNTIME_DIR:-/tmp}/strata-$UID}
export STRATA_APPROVAL_KEY_FILE=${STRATA_APPROVAL_KEY_FILE:-$STRATA_RUN_DIR/approval.key}
# Another plan (strata plan --supervisord FOLDER) is named here.
readonly settings=${STRATA_SUPERVISORD:-$root/deploy/supervisord.conf}

# The environment of the tests has supervisor; else the one on PATH is taken.
tool() {
    if [[ -x $root/.venv/bin/$1 ]]; then
        echo "$root/.venv/bin/$1"
    elif ! command -v "$1"; then
        echo "supervise: there is no $1: run deploy/setup.sh --python, or install the package supervisor" >&2
        return 4
    fi
}

if [[ $# -gt 0 ]]; then
    control=$(tool supervisorctl)
    exec "$control" -c "$settings" "$@"
fi

supervisor=$(tool supervisord)
mkdir -p "$STRATA_RUN_DIR" "$STRATA_LOG_DIR"
# In a folder that others can write to, somebody else may have made this one.
if [[ -L $STRATA_RUN_DIR || ! -O $STRATA_RUN_DIR ]]; then
    echo "supervise: $STRATA_RUN_DIR belongs to somebody else: name another folder in STRATA_RUN_DIR" >&2
    exit 4
fi
chmod 700 "$STRATA_RUN_DIR"
STRATA_RUN=$("$root/deploy/begin-run.sh")
export STRATA_RUN
exec "$supervisor" --nodaemon -c "$settings"
