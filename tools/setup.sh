#!/bin/sh
# Makes .venv (or, with an argument, .venv-NAME) from its lock file and links the checkout as a collection in .tree.
# Everything stays in the checkout; a second call finds its stamp and is ready at once.
#   tools/setup.sh            .venv from requirements.lock
#   tools/setup.sh lint       .venv-lint from requirements-lint.lock
#   tools/setup.sh platform   .venv-platform from requirements-platform.lock
set -eu
cd "$(dirname "$0")/.."
name=${1:+-$1}
venv=.venv$name
lock=requirements$name.lock

usable() {  # a shim of pyenv answers for versions that are not active, so each candidate has to run
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

find_python() {
    for candidate in python3.14 python3.13 python3.12 python3; do
        path=$(command -v "$candidate" 2>/dev/null) || continue
        if usable "$path"; then echo "$path"; return; fi
    done
    if command -v pyenv >/dev/null 2>&1; then
        for minor in 14 13 12; do
            for path in "$(pyenv root)"/versions/3."$minor".*/bin/python3; do
                if [ -x "$path" ] && usable "$path"; then echo "$path"; return; fi
            done
        done
    fi
    echo "setup: no Python 3.12 or newer was found (looked for python3.14, python3.13, python3.12 and python3 on PATH and below" >&2
    echo "setup: \`pyenv root\`). Install one together with its venv module, such as: apt install python3.13-venv, or pyenv install 3.13" >&2
    return 1
}

tree=.tree/ansible_collections/winfleet
if [ ! -e "$tree/containers/galaxy.yml" ]; then
    mkdir -p "$tree"
    ln -sfn ../../.. "$tree/containers"
fi

stamp=$venv/lock.cksum
wanted=$(cksum <"$lock")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then exit 0; fi

python=$(find_python)
echo "setup: $venv with $("$python" --version), from $lock (once; about half a minute)"
rm -rf "$venv"
"$python" -m venv "$venv"
PIP_CACHE_DIR=$PWD/.cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/pip" install --quiet --require-hashes -r "$lock"
echo "$wanted" >"$stamp"
