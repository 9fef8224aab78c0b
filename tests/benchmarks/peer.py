"""Where is the peer that is measured beside the collection? ansible.windows, out of the pinned `ansible` package."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from playbooks import CHECKOUT

LOCK = Path(__file__).with_name("peer.lock")
TREE = CHECKOUT / ".cache" / "peer"
PARTS = ("ansible_collections/ansible/windows/", "ansible_collections/ansible/__init__.py")


def collections() -> Path:
    """A folder for ANSIBLE_COLLECTIONS_PATH that holds ansible.windows; fetched once, 50 MB."""
    stamp = TREE / "peer.lock"
    if not stamp.exists() or stamp.read_text() != LOCK.read_text():
        with tempfile.TemporaryDirectory() as folder:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(LOCK), "-d", folder], check=True)
            with zipfile.ZipFile(next(Path(folder).glob("ansible-*.whl"))) as wheel:
                wheel.extractall(TREE, [name for name in wheel.namelist() if name.startswith(PARTS)])
        stamp.write_text(LOCK.read_text())
    return TREE
