#!/usr/bin/env bash
# Lets whole trading bots of others trade on exchange-sim: an hour of its market in three minutes, the bot's clock
# running as fast by libfaketime. Then holds what the bot keeps of its orders against the account at the exchange.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly speed=20
readonly seconds=$((3600 / speed))
readonly begin="2025-05-08T04:00"
readonly tests="$PWD/Tests/Clients"

usage() {
    cat <<'EOF'
Usage: Tests/Clients/run.sh [freqtrade] [nautilus]

Lets each of these bots (both where none is named) trade for an hour of the market on an exchange-sim of its own,
at twenty times the pace, and writes versions and findings to Tests/Clients/BOT.log. Exits with 1 if something of
what the bot keeps is not as the exchange has it, or its log has an error that has no name in check.py.

  EXCHANGE_SIM   the simulator (.build/release/exchange-sim)
  PYTHON         a Python 3.12 with venv and pip (python3.12); the bots are installed from PyPI
  STRATA_CLIENTS a folder for their environments and what they write (.build/clients)

Needs the Debian packages libfaketime and openssl.
Example: swift build -c release --product exchange-sim && Tests/Clients/run.sh freqtrade
EOF
}

complain() { echo "run.sh: $*" >&2; exit 2; }

bots=()
one=""
for word in "$@"; do
    case "$word" in
        --one) one=yes ;;
        freqtrade | nautilus) bots+=("$word") ;;
        -h | --help) usage; exit 0 ;;
        *) complain "'$word' is no bot; expected freqtrade or nautilus" ;;
    esac
done
[[ ${#bots[@]} -gt 0 ]] || bots=(freqtrade nautilus)
sim=${EXCHANGE_SIM:-.build/release/exchange-sim}
python=${PYTHON:-python3.12}
home=${STRATA_CLIENTS:-.build/clients}
[[ -x $sim ]] || complain "there is no $sim: swift build -c release --product exchange-sim"
compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || complain "libfaketime is not installed"
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' || complain "$python is no Python 3.12"
mkdir -p "$home"
home=$(cd "$home" && pwd)
export TZ=UTC NO_PROXY=127.0.0.1 no_proxy=127.0.0.1

sim_pid=""
stop_sim() {
    [[ -z $sim_pid ]] || { kill "$sim_pid" 2>/dev/null && wait "$sim_pid" 2>/dev/null; } || true
    sim_pid=""
}
trap stop_sim EXIT

# Starts the exchange with one account, and sets url.
start_sim() {
    local log="$1/exchange-sim.log"
    # A socket of this machine is routed by no one: all streams flow on each.
    "$sim" --listen 127.0.0.1:0 --market both --routes any --from "$begin" --speed "$speed" --account "$2" \
        >"$log" 2>&1 &
    sim_pid=$!
    for _ in $(seq 200); do
        url=$(grep -om1 'http://[0-9.:]*' "$log" || true)
        [[ -z $url ]] || break
        kill -0 "$sim_pid" || complain "exchange-sim: $(cat "$log")"
        sleep 0.1
    done
}

# Runs the bot in its folder for an hour by its own clock, and lets it end in its own way.
run_bot() {
    (cd "$work" && exec "$python" "$tests/at_market_time.py" "$url" "$speed" "$seconds" "$@") >"$work/out.log" 2>&1 ||
        complain "$bot failed: $(tail -5 "$work/out.log")"
}

freqtrade() {
    start_sim "$work" "$key:secret:10000"
    "$bin/python" "$own/config.py" "$url" "$key" secret "$work/config.json"
    mkdir -p "$work/user"
    run_bot "$bin/freqtrade" trade --config config.json --strategy-path "$own/strategies" --strategy Alternating \
        --db-url sqlite:///trades.sqlite --userdir user --logfile bot.log
    "$bin/python" "$own/check.py" "$url" "$key" secret "$work/trades.sqlite" "$work/bot.log"
}

nautilus() {
    openssl genpkey -algorithm ed25519 -out "$work/key.pem" 2>/dev/null
    start_sim "$work" "$key:$work/key.pem:10000"
    run_bot "$bin/python" "$own/bot.py" "$url" "$key" key.pem
    "$bin/python" "$own/check.py" "$url" "$key" "$work/key.pem" "$work"
}

key=$(printf 'k%.0s' {1..64})
trade() {
    bot=$1
    own="$tests/$bot"
    work="$home/$bot.run"
    bin="$home/$bot/bin"
    [[ -x $bin/python ]] || "$python" -m venv "$home/$bot"
    "$bin/pip" install --quiet --disable-pip-version-check --requirement "$own/requirements.txt"
    rm -rf "$work"
    mkdir -p "$work"
    echo "# Tests/Clients/run.sh $bot, $(date -u +%F), $("$bin/python" --version), libfaketime $(dpkg-query -f "\${Version}" -W libfaketime)"
    echo "# the market from $begin on at $speed times its pace, for $seconds s"
    "$bin/pip" freeze --disable-pip-version-check | grep -iE '^(aiohttp|ccxt|freqtrade|nautilus|numpy|pandas|requests)=' |
        sed 's/^/# /'
    "$bot"
}

if [[ -n $one ]]; then
    trade "${bots[0]}"
    exit
fi
failed=0
for bot in "${bots[@]}"; do
    bash Tests/Clients/run.sh --one "$bot" | tee "Tests/Clients/$bot.log" || failed=1
done
exit "$failed"
