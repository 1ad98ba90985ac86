#!/usr/bin/env bash
# Puts `strata` and `strata-sniff` on the PATH: links to this checkout's release build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly programs=(strata strata-sniff)

usage() {
    cat <<'EOF'
Usage: deploy/install.sh [--prefix DIR] [--uninstall]

Links strata and strata-sniff from DIR/bin to this checkout's release build (swift build -c release): the
links follow every later build. Nothing else is touched, and a file that is no such link is left alone.

  --prefix DIR   where bin lies or is made (~/.local)
  --uninstall    takes the links away again
  --help         this text

Example: deploy/install.sh --prefix ~/.local
EOF
}

complain() {
    echo "install: $*" >&2
    exit 1
}

prefix=${HOME:-}/.local
wants=install
while (($# > 0)); do
    case "$1" in
        --prefix)
            [[ $# -gt 1 && -n $2 ]] || { usage >&2 && exit 2; }
            prefix=$2
            shift
            ;;
        --uninstall) wants=uninstall ;;
        --help | -h) usage && exit 0 ;;
        *)
            echo "install: \"$1\" is no option here" >&2
            usage >&2
            exit 2
            ;;
    esac
    shift
done

build=$PWD/.build/release
for program in "${programs[@]}"; do
    link=$prefix/bin/$program
    if [[ -e $link || -L $link ]] && [[ ! -L $link || $(readlink "$link") != */.build/release/"$program" ]]; then
        complain "$link is there, and is no link to a build of Strata: it is left alone"
    fi
    if [[ $wants == uninstall ]]; then
        rm -f "$link"
        continue
    fi
    [[ -x $build/$program ]] || complain "$build/$program is not there: swift build -c release makes it"
    mkdir -p "$prefix/bin"
    ln -sfn "$build/$program" "$link"
done

if [[ $wants == uninstall ]]; then
    echo "install: the links in $prefix/bin are gone"
    exit 0
fi
echo "install: ${programs[*]} now lie in $prefix/bin"
[[ :${PATH:-}: == *:$prefix/bin:* ]] || echo "install: put it on the PATH: export PATH=\"$prefix/bin:\$PATH\""
echo "install: outside of $PWD name it: export STRATA_HOME=\"$PWD\""
