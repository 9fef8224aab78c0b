#!/bin/sh
# The integration tests with each supported ansible-core: the one core of tools/cores/*.lock lies before .venv's own on the path.
set -eu
cd "$(dirname "$0")/.."
for lock in tools/cores/*.lock; do
    core=$(basename "$lock" .lock)
    folder=$PWD/.cache/cores/$core
    if [ ! -f "$folder/lock" ] || ! cmp -s "$lock" "$folder/lock"; then
        rm -rf "$folder"
        PIP_CACHE_DIR=$PWD/.cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/pip install --quiet --require-hashes --no-deps \
            --target "$folder" -r "$lock"
        cp "$lock" "$folder/lock"
    fi
    printf '== integration tests with '
    PYTHONPATH=$folder .venv/bin/python -m ansible --version | head -n 1
    PYTHONPATH=$folder .venv/bin/python -m pytest -q tests/integration
done
