#!/usr/bin/env bash
# Begins a run of the whole system under a supervisor other than `strata up`: raises the durable run counter,
# sets the state of the run before aside, and prints the new run's number.
#
# A state folder in which a person halted trading is not set aside: exit 1 until somebody resumes. With
# STRATA_KEEP_STATE=1 the run goes on halted, and says so.
#
# The counter lies beside the state folder, so that it outlives it. Recorded data begins with an empty
# account: the old state folder is renamed. STRATA_KEEP_STATE=1 goes on with it.
#
# Each run has keys of its own. The request key goes to the folder of the sockets, STRATA_RUN_DIR, the approval
# key to the file that STRATA_APPROVAL_KEY_FILE names: both for this user alone. deploy/README.md says what
# they are worth.
set -euo pipefail
umask 077
state=${STRATA_STATE_DIR:?"name the state folder in STRATA_STATE_DIR"}
counter="$(dirname "$state")/run-counter"

mkdir -p "$(dirname "$state")"
exec 9>"$counter.lock"
flock 9

last=0
if [[ -e $counter ]]; then last=$(<"$counter"); fi
if [[ ! $last =~ ^[0-9]{1,9}$ ]]; then
    echo "begin-run: $counter holds '$last', expected a number: mend it, never lower than before" >&2
    exit 1
fi
run=$((10#$last + 1))

# Only what is Strata's is set aside or written into: a folder with its mark, or with its books.
marker="$state/.strata-state"
if [[ -e $state && ! -d $state ]]; then
    echo "begin-run: $state is no folder" >&2
    exit 1
fi
if [[ -d $state && -n $(ls -A "$state") && ! -e $marker && ! -e $state/executor.sqlite ]]; then
    echo "begin-run: $state holds what is not Strata's: name a new or an empty folder" >&2
    exit 1
fi

# A halt that a person asked for holds until a person resumes, as with `strata up`.
if [[ -e $state/executor.sqlite ]]; then
    home=${STRATA_HOME:-$(dirname "${BASH_SOURCE[0]}")/..}
    strata="${STRATA_PROGRAMS:-$home/.build/release}/strata"
    if [[ ! -x $strata ]]; then
        echo "begin-run: $strata is not there, so it can't be told whether a person halted trading in $state" >&2
        [[ ${STRATA_KEEP_STATE:-0} == 1 ]] || exit 1
    elif ! found=$("$strata" status --json --state "$state" 2>&1); then
        echo "begin-run: $found" >&2
        exit 1
    elif [[ $found == *'"halt_reason":"person_asked"'* ]]; then
        echo "begin-run: $("$strata" status --state "$state")" >&2
        if [[ ${STRATA_KEEP_STATE:-0} != 1 ]]; then
            echo "begin-run: no run begins anew beside that halt: lift it with strata resume --state $state," \
                "or go on with its account, halted, by STRATA_KEEP_STATE=1" >&2
            exit 1
        fi
    fi
fi

if [[ -d $state && ${STRATA_KEEP_STATE:-0} != 1 && -n $(ls -A "$state") ]]; then
    touch "$marker"
    aside="$state.before-run-$run"
    mv "$state" "$aside"
    echo "begin-run: the state of the run before is now $aside" >&2
fi
mkdir -p "$state"
touch "$marker"

# Renamed into place: a power cut leaves the old number or the new one, never half of it.
echo "$run" >"$counter.new"
sync "$counter.new"
mv "$counter.new" "$counter"
# Writes a new key over that of the run before: 64 hex digits, and the run where one is given.
make_key() {
    rm -f "$1"
    (
        set -o noclobber
        { od -An -v -tx1 -N32 /dev/urandom | tr -dc 0-9a-f; echo "${2:+ $2}"; } >"$1"
    )
}
if [[ -n ${STRATA_RUN_DIR:-} ]]; then
    mkdir -p "$STRATA_RUN_DIR"
    make_key "$STRATA_RUN_DIR/request.key" "$run"
fi
if [[ -n ${STRATA_APPROVAL_KEY_FILE:-} ]]; then make_key "$STRATA_APPROVAL_KEY_FILE"; fi
if [[ ${1:-} == --env ]]; then echo "STRATA_RUN=$run" >"$2"; fi
echo "$run"
