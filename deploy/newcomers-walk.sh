#!/usr/bin/env bash
# Walks through the README as a newcomer does: types its two commands and each of the further ones on a terminal of
# 80x24 and again into a pipe, and reads what comes out for what it must say and for what nobody should see.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8
readonly columns=80 rows=24

usage() {
    cat <<'EOT'
Usage: deploy/newcomers-walk.sh [--without-tests]

Runs in the clone, and changes what those commands change: system packages, .build, .venv and var/. Prints a line
for each command and each fault; exit 1 if there was one. What was printed is kept in var/walk.

  --without-tests   leaves ./run_tests.sh out

Example, on a machine where nothing was ever installed: deploy/bare-machine.sh bookworm -- deploy/newcomers-walk.sh
EOT
}

with_tests=true
case "${1:-}" in
    "") ;;
    --without-tests) with_tests=false ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
esac

faults=0
complain() {
    echo "walk: FAULT: $*" >&2
    faults=$((faults + 1))
}

# Escape sequences taken out (a move of the cursor begins a line), of a line that was written over and over what
# stood there last, and without what script says of itself.
plain() {
    sed -E $'s/\x1b\\[[0-9;]*H/\\n/g; s/\x1b\\[[0-9;?]*[A-Za-z]//g; s/\x1b[()][A-Z0-9]//g' "$1" |
        sed -E $'s/\r+$//; s/^.*\r//; /^Script (started|done) on /d'
}

# Types a command on a terminal.
on_terminal() {
    TERM=xterm script --quiet --return --command "stty columns $columns rows $rows; $1" "$2" </dev/null >/dev/null
}

# The README's commands in its blocks of sh, in their order.
readme_commands() {
    awk '/^```/ { inside = ($0 == "```sh"); next } inside && NF { sub(/ +#.*/, ""); print }' README.md
}

# What a command's output must say, a pattern a line.
must_say() {
    case "$1" in
        ./run_multi_symbol.sh*) printf '%s\n' 'BTC/USDT' 'ETH/USDT' 'SOL/USDT' 'equity' 'trades' 'fees' ;;
        ./run_tests.sh*) printf '%s\n' 'tests? in .* passed' ;;
        *"strata pairs"*) printf '%s\n' 'BTC/USDT' 'ETH/USDT' 'SOL/USDT' ;;
        *"strata check"*) printf '%s\n' 'BTCUSDT-1m' 'All is well' ;;
        *"strata run"*) printf '%s\n' 'equity' 'trades' 'fees' 'the log is in' ;;
        *"strata why"*) printf '%s\n' 'BTC/USDT' '2025 \(UTC\)' 'entry' 'profit' ;;
        *"audit verify"*) printf '%s\n' 'lines' ;;
        *--help*) printf '%s\n' '--run-dir' 'xample' ;;
    esac
}

# What nobody should see: a figure that is none, a moment before there was data, a type's name, a crash.
readonly never='\$\?|\? bps|1970-01-01|\bnan\b|\binf\b|Optional\(|Fatal error|[Bb]roken pipe|Signal [0-9]|\(expected \?\)'

# Reads what a command printed. How: "terminal" or "pipe".
read_output() {
    local command=$1 how=$2 status=$3 file=$4 text pattern width
    text=$(plain "$file")
    [[ $status -eq 0 ]] || complain "$command ($how) ended with $status: $(tail -n 3 <<<"$text")"
    [[ -n $text ]] || complain "$command ($how) printed nothing"
    while IFS= read -r pattern; do
        grep -q -E -e "$pattern" <<<"$text" || complain "$command ($how) does not say \"$pattern\""
    done < <(must_say "$command")
    if grep -n -E -e "$never" <<<"$text" | head -n 3 | grep .; then complain "$command ($how) prints that"; fi
    if [[ $how == pipe ]]; then
        if grep -q $'\x1b' "$file"; then complain "$command (pipe) prints escape codes"; fi
    elif [[ $command != ./run_tests.sh* ]]; then
        width=$(wc -L <<<"$text")
        ((width <= columns)) || complain "$command (terminal) is $width columns wide"
    fi
}

# The screen of a run is drawn again and again, each line at its place: none may lie below the terminal's last.
read_screen() {
    local lowest
    lowest=$(grep -o $'\x1b\\[[0-9]*;1H' "$1" | tr -dc '0-9;\n' | cut -d ';' -f 1 | sort -n | tail -n 1)
    ((${lowest:-0} <= rows)) || complain "the screen draws a line $lowest of $rows"
    ((${lowest:-0} > 0)) || complain "no screen was drawn"
}

walk() {
    local command=$1 name status=0 started=$SECONDS
    name=$(tr -c 'a-zA-Z0-9\n' '-' <<<"$command")
    on_terminal "$command" "var/walk/$name.terminal" || status=$?
    read_output "$command" terminal "$status" "var/walk/$name.terminal"
    [[ $command != ./run_multi_symbol.sh* ]] || read_screen "var/walk/$name.terminal"
    status=0
    if [[ $command != ./run_tests.sh* ]]; then
        bash -c "set -o pipefail; $(again "$command") 2>&1 | cat" >"var/walk/$name.pipe" </dev/null || status=$?
        read_output "$command" pipe "$status" "var/walk/$name.pipe"
    fi
    echo "walk: $command: $((SECONDS - started)) s"
}

# A journal that exists is written again only where that is said.
again() {
    if [[ $1 == *--journal* && $1 == *"strata run"* ]]; then echo "$1 --force"; else echo "$1"; fi
}

mkdir -p var/walk
# Written by a walk before this one: a journal that is there is not written over.
rm -f var/journal.jsonl
walk "./run_multi_symbol.sh --yes"
while IFS= read -r command; do
    case "$command" in
        ./run_multi_symbol.sh | "swift build"*) ;;
        ./run_tests.sh) if $with_tests; then walk "$command"; fi ;;
        *) walk "$command" ;;
    esac
done < <(readme_commands)
if ((faults > 0)); then
    echo "walk: $faults faults; what was printed lies in var/walk" >&2
    exit 1
fi
echo "walk: no faults"
