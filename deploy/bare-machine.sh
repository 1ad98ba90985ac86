#!/usr/bin/env bash
# Proves that setup works on a machine where nothing was ever installed: makes a minimal Debian or Ubuntu in a
# folder, puts the Swift toolchain (read-only) and a clone of this repository's HEAD into it, and runs the
# README's commands there with a clean environment.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root
readonly toolchain_inside=/opt/swift/usr
readonly clone_inside=/root/strata # tidy-ok: a path inside the bare machine

usage() {
    cat <<'EOF'
Usage: deploy/bare-machine.sh [RELEASE] [-- COMMAND...]

RELEASE is bookworm (the default), trixie, jammy or noble. COMMAND runs in the clone on the bare machine;
without one ./run_multi_symbol.sh --yes and then ./run_tests.sh do. Needs root, and the network for apt.
The folder lies under ${TMPDIR:-/tmp} and is gone afterwards; no mount outlives the command.

  STRATA_TOOLCHAIN     the toolchain's usr folder, where swift on PATH does not lead to it
  STRATA_APT_CACHE     a folder that keeps the packages fetched, for the next time
  STRATA_APT_CONFIG    a file of apt settings to add, where a network needs some
  STRATA_CA_BUNDLE     certificates to trust in there, where a network needs its own
  STRATA_MIRROR        where debootstrap fetches the release, if not from its own default

Example: deploy/bare-machine.sh trixie -- swift build
Example: deploy/bare-machine.sh bookworm -- deploy/newcomers-walk.sh
EOF
}

fail() {
    echo "bare-machine: $*" >&2
    exit 1
}

# Runs a step and says how long it took.
timed() {
    local name=$1 started=$SECONDS
    shift
    echo "bare-machine: $name"
    "$@" || fail "$name: failed after $((SECONDS - started)) s"
    echo "bare-machine: $name: $((SECONDS - started)) s"
}

# debootstrap is used where it is installed; else its package is fetched and unpacked beside the machine.
run_debootstrap() {
    local machine=$1 tool=(debootstrap) ubuntu=false
    if [[ $release == jammy || $release == noble ]]; then ubuntu=true; fi
    if ! command -v debootstrap >/dev/null; then
        mkdir "$work/tool"
        chmod 755 "$work" "$work/tool"
        (cd "$work/tool" && apt-get -qq download debootstrap 2>/dev/null && dpkg -x debootstrap_*.deb .) ||
            fail "apt-get could not fetch debootstrap: run apt-get update, or install it"
        export DEBOOTSTRAP_DIR="$work/tool/usr/share/debootstrap"
        # A release younger than the tool: all of Ubuntu's are made by one script, and so are Debian's.
        local script=sid
        if $ubuntu; then script=gutsy; fi
        [[ -e $DEBOOTSTRAP_DIR/scripts/$release ]] || ln -s "$script" "$DEBOOTSTRAP_DIR/scripts/$release"
        tool=(bash "$work/tool/usr/sbin/debootstrap")
    fi
    local options=(--variant=minbase)
    if $ubuntu; then options+=("--components=main,universe"); fi
    # Without the distribution's own keys (an Ubuntu made on a Debian) signatures can't be checked.
    if $ubuntu && [[ ! -e /usr/share/keyrings/ubuntu-archive-keyring.gpg ]]; then
        options+=(--no-check-gpg)
    fi
    if [[ -n ${STRATA_APT_CACHE:-} ]]; then options+=("--cache-dir=$(realpath "$STRATA_APT_CACHE")"); fi
    options+=("$release" "$machine" ${STRATA_MIRROR:+"$STRATA_MIRROR"})
    if ! PATH="$PATH:/usr/sbin:/sbin" "${tool[@]}" "${options[@]}" >"$work/debootstrap.log" 2>&1; then
        tail -n 20 "$work/debootstrap.log" >&2
        return 1
    fi
}

furnish() {
    local machine=$1
    cp --dereference /etc/resolv.conf "$machine/etc/resolv.conf"
    if [[ -n ${STRATA_APT_CONFIG:-} ]]; then cp "$STRATA_APT_CONFIG" "$machine/etc/apt/apt.conf.d/99local"; fi
    if [[ -n ${STRATA_CA_BUNDLE:-} ]]; then cp "$STRATA_CA_BUNDLE" "$machine/etc/local-certificates.pem"; fi
    if [[ -n $(git -C "$root" status --porcelain) ]]; then
        echo "bare-machine: the working tree has changes that are not committed: HEAD is what is tried" >&2
    fi
    git clone --quiet --no-local "$root" "$machine$clone_inside"
}

find_toolchain() {
    local usr=${STRATA_TOOLCHAIN:-}
    if [[ -z $usr ]]; then
        command -v swift >/dev/null || fail "no swift on PATH: set STRATA_TOOLCHAIN to a toolchain's usr folder"
        usr=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
    fi
    [[ -x $usr/bin/swift-frontend ]] || fail "$usr is no toolchain's usr folder: set STRATA_TOOLCHAIN to one"
    echo "$usr"
}

# Runs in a mount namespace of its own, so that every mount made here ends with it.
enter() {
    local machine=$1 toolchain=$2
    shift 2
    mkdir -p "$machine$toolchain_inside"
    mount --bind "$toolchain" "$machine$toolchain_inside"
    mount -o remount,bind,ro "$machine$toolchain_inside"
    mount -t proc proc "$machine/proc"
    mount --rbind /dev "$machine/dev"
    if [[ -n ${STRATA_APT_CACHE:-} ]]; then
        mount --bind "$STRATA_APT_CACHE" "$machine/var/cache/apt/archives"
    fi
    local environment=(HOME=/root "PATH=$toolchain_inside/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if [[ -n ${STRATA_CA_BUNDLE:-} ]]; then environment+=(PIP_CERT=/etc/local-certificates.pem); fi
    exec chroot "$machine" env -i "${environment[@]}" sh -c "cd $clone_inside && exec \"\$@\"" sh "$@"
}

on_the_machine() {
    unshare --mount --propagation private "${BASH_SOURCE[0]}" --enter "$work/machine" "$toolchain" "$@"
}

# Refuses to delete through a mount: what lies behind it is not ours.
clean_up() {
    if grep -q " $work/" /proc/mounts; then
        echo "bare-machine: something is still mounted below $work: unmount it and delete the folder" >&2
    else
        rm -rf --one-file-system "$work"
    fi
}

if [[ ${1:-} == --enter ]]; then
    shift
    enter "$@"
fi

release=bookworm
command=()
while [[ $# -gt 0 ]]; do
    case "$1" in
        --help | -h) usage && exit 0 ;;
        --) shift && command=("$@") && break ;;
        bookworm | trixie | jammy | noble) release=$1 && shift ;;
        *) usage >&2 && exit 2 ;;
    esac
done
[[ $EUID -eq 0 ]] || fail "root is needed for chroot and mount: run it with sudo --preserve-env=PATH"

toolchain=$(find_toolchain)
if [[ -n ${STRATA_APT_CACHE:-} ]]; then mkdir -p "$STRATA_APT_CACHE"; fi
work=$(mktemp -d "${TMPDIR:-/tmp}/strata-bare-machine.XXXXXX")
trap clean_up EXIT
timed "make a bare $release" run_debootstrap "$work/machine"
furnish "$work/machine"
if [[ ${#command[@]} -gt 0 ]]; then
    timed "${command[*]}" on_the_machine "${command[@]}"
else
    timed "./run_multi_symbol.sh --yes" on_the_machine ./run_multi_symbol.sh --yes
    timed "./run_tests.sh" on_the_machine ./run_tests.sh
fi
