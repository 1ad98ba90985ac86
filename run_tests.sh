#!/usr/bin/env bash
# Sets the machine up, builds, and passes the tests: the same on a laptop, a bare machine and in CI.
# What is given here goes on to swift test, as in: ./run_tests.sh --filter MarketTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

failed() {
    echo "run_tests: $1" >&2
    exit 1
}

if [[ ${1:-} == --help ]]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi

deploy/setup.sh --yes --python --training || failed "something is missing: deploy/setup.sh --check --python --training lists it"
export STRATA_PYTHON="$PWD/.venv/bin/python"

# Runs a step; one that stands still for an hour is ended. Where nobody sits at a terminal, a line says every
# half minute what it is at and since when: a log that says nothing for minutes looks like a hang, and of one
# that hangs somebody wants to know the test.
step() {
    local name=$1 started=$SECONDS status=0 log ticker
    shift
    echo "run_tests: $name ..."
    if [[ -t 1 ]]; then
        timeout --foreground 3600 "$@" || status=$?
    else
        log=$(mktemp)
        (while sleep 30 >/dev/null 2>&1 && kill -0 $$; do
            echo "run_tests: $name, $((SECONDS - started)) s so far$(last_test "$log")"
        done) &
        ticker=$!
        timeout 3600 "$@" 2>&1 | tee "$log" || status=$?
        kill "$ticker" 2>/dev/null && wait "$ticker" 2>/dev/null || true
        if ((status == 124)); then echo "run_tests: $name stood still$(last_test "$log")" >&2; fi
        rm -f "$log"
    fi
    echo "run_tests: $name took $((SECONDS - started)) s"
    return "$status"
}

# The last test that the log tells of; the tests hold back some lines, so that it may be a few further.
last_test() {
    sed -n 's/^◇ Test \(".*"\|[^ ]*\) started\.$/\1/p' "$1" | tail -n 1 | sed "s/^/, last heard of /"
}

step "building" swift build --build-tests \
    || failed "the build failed: mend the first error above (warnings are errors)"
readonly advice="tests failed, marked ✘ above: repeat one with ./run_tests.sh --filter NAME"
if (($# > 0)); then
    step "the tests asked for" swift test "$@" || failed "$advice"
    exit 0
fi
# One after the other, and those with real processes one by one: they wait for what happens in time, which
# hours of simulated trading and minutes of bad input on the same cores would hold up.
step "unit tests" swift test --skip-build --skip 'SystemTests|FuzzTests|SimulationTests' || failed "$advice"
step "tests with real processes" swift test --skip-build --no-parallel --filter SystemTests || failed "$advice"
step "bad input and simulated days" swift test --skip-build --filter 'FuzzTests|SimulationTests' \
    || failed "$advice"
echo "run_tests: all passed in $SECONDS s"
