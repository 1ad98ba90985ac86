#!/usr/bin/env bash
# Installs what Strata is built and run with: system packages of Debian and Ubuntu, and the virtual environments
# of the tests (--python) and of what reads Parquet (--training). Does nothing, and says so in one line, when all
# is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly swift_wanted="6.2"
# C libraries that Package.swift links, with their headers.
readonly libraries=(libzmq3-dev libmsgpack-dev libsqlite3-dev zlib1g-dev libzip-dev libjansson-dev
    libsimdjson-dev libssl-dev libwebsockets-dev libuv1-dev libwslay-dev libcurl4-openssl-dev)
# What the Swift toolchain itself needs to start, compile and link; the rest depends on the release.
readonly toolchain=(libncurses6 libxml2 libsqlite3-0 tzdata libc6-dev binutils git ca-certificates)

usage() {
    cat <<'EOF'
Usage: deploy/setup.sh [--yes] [--check] [--python] [--training]

Installs the system packages that Strata needs, on Debian 12 and 13 and Ubuntu 22.04 and 24.04. It shows
what it will do and asks before it uses sudo, unless --yes is given or there is no terminal to ask on.

  --yes      do not ask
  --check    install nothing: print what is missing; exit 1 if something is
  --python   also make .venv for the tests, from Tests/requirements.txt
  --training also make training/.venv, from training/requirements.txt: Parquet (180 MB)
  --help     this text

Example: deploy/setup.sh --check --python
EOF
}

# A terminal gets lines of at most 80 columns, broken at spaces; elsewhere a line is a line.
say() { if [[ -t 1 ]]; then fold -s -w 80 <<<"setup: $*"; else echo "setup: $*"; fi; }
complain() { echo "setup: $*" >&2; }

# The names that differ between releases. Derivatives name the release they are made from.
release_packages() {
    local codename
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "${UBUNTU_CODENAME:-${DEBIAN_CODENAME:-${VERSION_CODENAME:-none}}}")
    case "$codename" in
        # libwebsockets of jammy has libuv built in; later ones load it from a package of its own.
        jammy) echo libcurl4 libstdc++-12-dev libgcc-12-dev ;;
        bookworm) echo libcurl4 libstdc++-12-dev libgcc-12-dev libwebsockets-evlib-uv ;;
        noble) echo libcurl4t64 libstdc++-13-dev libgcc-13-dev libwebsockets-evlib-uv ;;
        trixie) echo libcurl4t64 libstdc++-14-dev libgcc-14-dev libwebsockets-evlib-uv ;;
        *)
            complain "release '$codename' is not one that Strata was tried on; taking g++ as it comes"
            echo libcurl4t64 g++ libwebsockets-evlib-uv
            ;;
    esac
}

wanted_packages() {
    printf '%s\n' "${libraries[@]}" "${toolchain[@]}"
    release_packages | tr ' ' '\n'
    if $with_python || $with_training; then echo python3-venv; fi
}

# Prints those of the wanted packages that are not installed, one a line.
missing_packages() {
    local wanted installed
    mapfile -t wanted < <(wanted_packages | sort -u)
    # dpkg-query fails if it knows no package of a name, and prints the others all the same.
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/^installed //p' | sort -u) || true
    comm -23 <(printf '%s\n' "${wanted[@]}") <(echo "$installed")
}

# How a command is run with the rights to install: as it is for root, else through sudo.
privileged() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo --non-interactive "$@"
    fi
}

confirm() {
    if $assume_yes || [[ ! -t 0 ]]; then return 0; fi
    local answer
    read -r -p "setup: go on? [Y/n] " answer
    [[ $answer == "" || $answer == [Yy]* ]]
}

install_packages() {
    local packages=("$@") prefix=""
    if [[ $EUID -ne 0 ]]; then prefix="sudo "; fi
    say "these packages are missing: ${packages[*]}"
    say "to be run: ${prefix}apt-get update &&" \
        "${prefix}apt-get install --no-install-recommends ${packages[*]}"
    if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
        complain "there is no sudo here: run the line above as root, then start again"
        return 1
    fi
    if ! confirm; then
        complain "nothing was installed"
        return 1
    fi
    local apt=(env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get -qq)
    apt+=(-o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    if ! privileged "${apt[@]}" update ||
        ! privileged "${apt[@]}" install -y --no-install-recommends "${packages[@]}" \
            </dev/null >/dev/null; then
        complain "apt-get failed, see above. On Ubuntu 'universe' must be enabled: add-apt-repository universe"
        return 1
    fi
    say "installed ${#packages[@]} packages"
}

system_packages() {
    if ! command -v dpkg-query >/dev/null; then
        complain "this is neither Debian nor Ubuntu: install libzmq 4.3, msgpack-c, SQLite 3, zlib, libzip,"
        complain "jansson, simdjson, OpenSSL 3, libwebsockets with libuv, wslay, curl and a C++ standard library, with their headers, yourself"
        return 0
    fi
    local missing
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -eq 0 ]]; then return 0; fi
    if $check_only; then
        complain "missing packages: ${missing[*]}"
        return 1
    fi
    install_packages "${missing[@]}"
}

swift_toolchain() {
    local found="" oldest
    if command -v swift >/dev/null; then
        found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p;T;q') || true
    fi
    oldest=$(printf '%s\n' "$swift_wanted" "$found" | sort -V | head -n 1)
    if [[ $oldest == "$swift_wanted" ]]; then return 0; fi
    if [[ -z $found ]] && command -v swift >/dev/null; then
        complain "$(command -v swift) does not start: swift --version says why; it may lack packages"
        return 1
    fi
    complain "Swift $swift_wanted or newer is needed; found: ${found:-none on PATH}"
    complain "get it from https://www.swift.org/install/linux/ and put its usr/bin on PATH, then start again"
    return 1
}

# Makes the virtual environment $1 from the list $2, unless it is there already.
python_environment() {
    local folder=$1 list=$2
    if [[ -x $folder/bin/python ]] && cmp -s "$list" "$folder/requirements.txt" &&
        "$folder/bin/python" -c '' 2>/dev/null; then
        return 0
    fi
    if $check_only; then
        complain "missing: $folder, as $list wants it"
        return 1
    fi
    say "making $folder from $list"
    if ! python3 -m venv --clear "$folder" ||
        ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$list"; then
        complain "could not make $folder; see above. If the network is at fault, start again when it is back"
        return 1
    fi
    # Written last: an environment that was cut short is made anew.
    cp "$list" "$folder/requirements.txt"
}

assume_yes=false check_only=false with_python=false with_training=false
for argument; do
    case "$argument" in
        --yes) assume_yes=true ;;
        --check) check_only=true ;;
        --python) with_python=true ;;
        --training) with_training=true ;;
        --help | -h) usage && exit 0 ;;
        *) complain "unknown option '$argument'" && usage >&2 && exit 2 ;;
    esac
done

status=0
system_packages || status=1
# With --check all that is missing is listed; without it the first thing that fails ends the setup.
if [[ $status -eq 0 ]] || $check_only; then swift_toolchain || status=1; fi
if $with_python && { [[ $status -eq 0 ]] || $check_only; }; then
    python_environment .venv Tests/requirements.txt || status=1
fi
if $with_training && { [[ $status -eq 0 ]] || $check_only; }; then
    python_environment training/.venv training/requirements.txt || status=1
fi
if [[ $status -eq 0 ]]; then say "all that Strata needs is here"; fi
exit $status
