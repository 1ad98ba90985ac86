#!/usr/bin/env bash
# Becomes one of the processes, the same way under supervisord and systemd: private files, no core dump,
# and the exchange's keys for the executor alone.
set -euo pipefail
umask 077
ulimit -c 0

name=${1:?"name the process, as in: deploy/start-process.sh l3-strategy"}
home=${STRATA_HOME:?"name the folder of the clone in STRATA_HOME"}
# A process of several stages (strata plan) is the program of the first of them.
stages=${STRATA_STAGES:-$name}
for stage in ${stages//,/ }; do
    case "${stage%%.*}" in
        feed-handler | l4-meta | l3-strategy | l2-tactic | l1-operational | risk-manager | executor) ;;
        *)
            echo "start-process: there is no process '$stage'" >&2
            exit 2
            ;;
    esac
done

if [[ ,$stages, == *,executor,* || ,$stages, == *,executor.* ]]; then
    # STRATA_KEYS_FILE holds lines of NAME=value; systemd hands the keys over itself.
    if [[ -n ${STRATA_KEYS_FILE:-} ]]; then
        if [[ $(stat --dereference --format=%a "$STRATA_KEYS_FILE") != 600 ]]; then
            echo "start-process: others can read the keys: chmod 600 $STRATA_KEYS_FILE" >&2
            exit 4
        fi
        set -a
        # shellcheck source=/dev/null
        . "$STRATA_KEYS_FILE"
        set +a
    fi
else
    unset BINANCE_API_KEY BINANCE_API_SECRET BINANCE_TESTNET_API_KEY BINANCE_TESTNET_API_SECRET
    unset STRATA_KEYS_FILE
    # Risk manager and executor alone judge approvals.
    if [[ ,$stages, != *,risk-manager,* && ,$stages, != *,risk-manager.* ]]; then
        unset STRATA_APPROVAL_KEY_FILE
    fi
fi

first=${stages%%,*}
program="${STRATA_PROGRAMS:-$home/.build/release}/${first%%.*}"
if [[ ! -x $program ]]; then
    echo "start-process: $program is not there: run swift build -c release in $home" >&2
    exit 4
fi

# The processes look for safe_list.json and samples/ where they are started; the settings beside them hold here too.
cd "$home"
if [[ -z ${STRATA_CONFIG:-} && -e strata.json ]]; then export STRATA_CONFIG=strata.json; fi
exec "$program"
