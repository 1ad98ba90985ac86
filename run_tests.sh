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

deploy/setup.sh --yes --python || failed "something is missing: deploy/setup.sh --check --python lists it"
export STRATA_PYTHON="$PWD/.venv/bin/python"

swift build --build-tests || failed "the build failed: mend the first error above (warnings are errors)"
readonly advice="tests failed, marked ✘ above: repeat one with ./run_tests.sh --filter NAME"
if (($# > 0)); then
    swift test "$@" || failed "$advice"
    exit 0
fi
# One after the other, and those with real processes one by one: they wait for what happens in time, which
# hours of simulated trading and minutes of bad input on the same cores would hold up.
swift test --skip-build --skip 'SystemTests|FuzzTests|SimulationTests' || failed "$advice"
swift test --skip-build --no-parallel --filter SystemTests || failed "$advice"
swift test --skip-build --filter 'FuzzTests|SimulationTests' || failed "$advice"
