"""Lets `pytest` in a plain checkout import the collection by its full name (ansible-test has a loader of its own)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Ansible's own files stay in the checkout, wherever a test runs it
os.environ.setdefault("ANSIBLE_HOME", str(Path(__file__).resolve().parent / ".ansible"))

from ansible.utils.collection_loader import AnsibleCollectionConfig

if AnsibleCollectionConfig.collection_finder is None:
    tree = Path(tempfile.mkdtemp(prefix="winfleet-tree-"))
    atexit.register(shutil.rmtree, tree, ignore_errors=True)
    link = tree / "ansible_collections" / "winfleet" / "containers"
    link.parent.mkdir(parents=True)
    link.symlink_to(Path(__file__).resolve().parent)
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(tree)
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([str(tree)])


def pytest_configure(config):
    """No property test fails for the time that it took: a machine may be busy."""
    from hypothesis import settings

    settings.register_profile("winfleet", deadline=None)
    settings.load_profile("winfleet")


def pytest_sessionfinish(session, exitstatus):
    """With WINFLEET_NO_SKIPS set, as in .ci/run where nothing that a test needs is missing, a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("WINFLEET_NO_SKIPS") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1
        reporter.write_line("WINFLEET_NO_SKIPS is set and tests were skipped: see above", red=True)


def pytest_terminal_summary(terminalreporter):
    """What tests told beside their result, wherever they ran: `record_property("told", TEXT)`."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    told = sorted({text for report in reports for name, text in report.user_properties if name == "told"})
    if told:
        terminalreporter.section("what tests tell")
        for text in told:
            terminalreporter.write_line(text)
