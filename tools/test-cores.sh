#!/bin/sh
# The integration tests with each supported ansible-core: the one core of tools/cores/*.lock lies before .venv's own on the path.
set -eu
cd "$(dirname "$0")/.."
# CORES="2.20 2.22" takes some of them.
for core in ${CORES:-$(basename -s .lock tools/cores/*.lock)}; do
    lock=tools/cores/$core.lock
    folder=$PWD/.cache/cores/$core
    if [ ! -f "$folder/lock" ] || ! cmp -s "$lock" "$folder/lock"; then
        rm -rf "$folder"
        PIP_CACHE_DIR=$PWD/.cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/pip install --quiet --require-hashes --no-deps \
            --target "$folder" -r "$lock"
        cp "$lock" "$folder/lock"
    fi
    printf '== integration tests with '
    PYTHONPATH=$folder .venv/bin/python -m ansible adhoc --version | sed -n 1p
    # What differs between cores is how they send and read: nearly all of it on light hosts, and over each transport on a live one
    # shellcheck disable=SC2086  # a list of files
    PYTHONPATH=$folder .venv/bin/python -m pytest -q -n 2 --dist loadscope -m "not live" \
        -k "not psrp-vvv and not half_a_minute" ${CORE_TESTS:-tests/integration}
    PYTHONPATH=$folder .venv/bin/python -m pytest -q -n 2 --dist loadscope -m live tests/integration/test_transports.py
done
