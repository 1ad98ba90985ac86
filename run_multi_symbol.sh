#!/usr/bin/env bash
# Sets the machine up, builds Strata, and trades the recorded sample on paper: all processes, one screen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly program=.build/release/strata

# What "strata up" takes, so that a slip of the pen is told before the minutes of a first build. A test holds
# these lists against `strata up --help`.
readonly with_value=" safe-list instruments config symbols fill speed data from to feed network base-url clock record mode confirm-live l2-instances plan without summary journal state logs run-dir log-level keep-runs keep-mib log-mib log-count "
readonly alone=" keep-state json quiet force "

# Refuses what "strata up" would refuse: an option that is none, one that lacks its value, or one with a value
# that is given twice.
check_options() {
    local word name given=" "
    while (($# > 0)); do
        word=$1 && shift
        name=${word#--} && name=${name%%=*}
        if [[ $word != --* ]]; then
            refuse "\"$word\" is one word too many here"
        elif [[ $alone == *" $name "* && $word != *=* ]]; then
            continue
        elif [[ $with_value != *" $name "* ]]; then
            refuse "\"$word\" is no option here; known are: --yes$(printf ' --%s' $with_value $alone)"
        elif [[ $given == *" $name "* ]]; then
            refuse "--$name is given twice; expected once"
        elif [[ $word != *=* ]]; then
            [[ $# -gt 0 && $1 != --* ]] || refuse "--$name needs a value"
            shift
        fi
        given+="$name "
    done
}

refuse() {
    echo "run_multi_symbol: $1; ./run_multi_symbol.sh --help says more" >&2
    exit 2
}

usage() {
    cat <<'EOF'
Usage: ./run_multi_symbol.sh [--yes] [options of "strata up"]

Installs what is missing (asks first, unless --yes is given or there is no terminal), builds in release mode,
and starts all processes on the recorded sample in PAPER mode. No keys and no account are needed.
Paths among the options are relative to this folder.

Example: ./run_multi_symbol.sh --yes --symbols BTC/USDT,ETH/USDT --speed 5000
EOF
    if [[ -x $program ]]; then
        echo && "$program" up --help
    else
        echo && echo "The options of \"strata up\" are listed here after the first build."
    fi
}

# Builds with one line that moves on a terminal; the compiler's words are shown only if it fails.
build() {
    local log status=0 started=$SECONDS
    log=$(mktemp)
    trap 'rm -f "$log"' RETURN
    echo "Building Strata in release mode (minutes the first time, seconds later)."
    if [[ -t 1 ]]; then
        swift build -c release 2>&1 </dev/null | tee "$log" | progress || status=1
    else
        swift build -c release >"$log" 2>&1 </dev/null || status=1
    fi
    if [[ $status -ne 0 ]]; then
        cat "$log" >&2
        echo "run_multi_symbol: the build failed; deploy/setup.sh --check says whether something is missing" >&2
        return 1
    fi
    echo "Built in $((SECONDS - started)) s."
}

# Shows the last line of its input in place, cut to the width of the terminal.
progress() {
    local width line
    width=$(tput cols 2>/dev/null || echo 80)
    while IFS= read -r line; do printf '\r\033[K%s' "${line:0:width-1}"; done
    printf '\r\033[K'
}

setup_options=()
up_options=()
for argument; do
    case "$argument" in
        --yes) setup_options+=(--yes) ;;
        --help | -h) usage && exit 0 ;;
        *) up_options+=("$argument") ;;
    esac
done

check_options ${up_options[@]+"${up_options[@]}"}
deploy/setup.sh ${setup_options[@]+"${setup_options[@]}"}
build
exec "$program" up ${up_options[@]+"${up_options[@]}"}
