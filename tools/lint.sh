#!/bin/sh
# Every linter of the project, in the environment .venv-lint; ends with the number of those that found something.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/.venv-lint/bin:$PATH
collection=$PWD/.tree/ansible_collections/winfleet/containers
export ANSIBLE_COLLECTIONS_PATH="$PWD/.tree" ANSIBLE_HOME="$PWD/.ansible" MYPYPATH="$PWD/.tree:$PWD/tests/simulator:$PWD/tests/support:$PWD/tests/benchmarks:$PWD/demo"
failed=0

run() {
    name=$1
    shift
    printf '== %s\n' "$name"
    "$@" || { failed=$((failed + 1)); printf '!! %s found something\n' "$name"; }
}

# Several of them write below HOME (ansible-test its environments, antsibull-docs and the importer ansible's folder)
home=$PWD/.cache/home
mkdir -p "$home"

# shellcheck disable=SC2317  # called through run
importer() {
    # What Galaxy does with the archive that is published, and what ansible-builder finds in it for an execution environment
    archive=$PWD/.cache/galaxy
    rm -rf "$archive"
    mkdir -p "$archive/ansible_collections/winfleet/containers"
    HOME=$home ansible-galaxy collection build --output-path "$archive" . >/dev/null || return 1
    (cd "$archive" && HOME=$home python -m galaxy_importer.main winfleet-containers-*.tar.gz >import.log 2>&1) ||
        { grep -v '^Loading' "$archive/import.log"; return 1; }
    tar -xzf "$archive"/winfleet-containers-*.tar.gz -C "$archive/ansible_collections/winfleet/containers"
    found=$(HOME=$home ansible-builder introspect "$archive") || return 1
    for package in pywinrm pypsrp; do
        case $found in *"$package"*) ;; *) echo "ansible-builder introspect does not find $package"; return 1 ;; esac
    done
}

# shellcheck disable=SC2317  # called through run
sanity() {
    # ansible-test asks the network for a pip bootstrap that the standard library has as well
    mkdir -p "$home/.ansible/test/cache"
    cat >"$home/.ansible/test/cache/get_pip_25_2.py" <<'PIP'
import subprocess
import sys

arguments = [x for x in sys.argv[1:] if x not in ("--no-setuptools", "--no-wheel")]
subprocess.check_call([sys.executable, "-m", "ensurepip", "--default-pip"])
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "-q", *arguments]))
PIP
    # What ships: the tests and the simulator are programs of their own, for ruff and mypy. pslint needs PSScriptAnalyzer, which no package registry that this project uses has
    HOME=$home ANSIBLE_TEST_CONTENT_ROOT=$collection ansible-test sanity plugins/ roles/ playbooks/ meta/ --local --skip-test pslint \
        --python "$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')" --color no
}

run ruff ruff check --quiet .
run mypy mypy --no-error-summary plugins
run "mypy (simulator, demo, benchmarks)" mypy --no-error-summary tests/simulator/hostsim tests/support demo tests/benchmarks
run shellcheck sh -c "! command -v shellcheck >/dev/null || shellcheck tools/*.sh .ci/run"
run yamllint yamllint --strict .
run codespell codespell README.md CHANGELOG.rst docs plugins roles playbooks tests/simulator/hostsim tools demo
run ansible-lint ansible-lint --offline --profile production --strict -q
run antsibull-docs env HOME="$home" antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self --disallow-unknown-collection-refs .
run antsibull-changelog antsibull-changelog lint
run galaxy-importer importer
run "ansible-test sanity" sanity

if [ "$failed" -eq 0 ]; then echo "lint: nothing found"; else echo "lint: $failed of the linters found something"; fi
exit "$failed"
