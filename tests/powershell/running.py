"""Runs one of the two host programs as Ansible does."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from host_payload import bootstrap, payload

PWSH = shutil.which("pwsh")


def run(
    program: str,
    arguments: dict[str, Any],
    environment: dict[str, str],
    before: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """The answer under our key; raises AssertionError where the host printed anything but that one object."""
    assert PWSH is not None
    done = subprocess.run(
        [PWSH, *bootstrap()],
        input=payload(program, arguments),
        env=environment,
        preexec_fn=before,
        capture_output=True,
        timeout=60,
        check=False,
    )
    lines = done.stdout.decode().strip().splitlines()
    assert len(lines) == 1, (done.stdout.decode(), done.stderr.decode())
    assert done.stderr.decode().strip() in ("", "#< CLIXML"), done.stderr.decode()
    result = json.loads(lines[0])
    assert set(result) == {"winfleet"}, result
    return dict(result["winfleet"])
