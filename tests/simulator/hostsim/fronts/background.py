"""What of Ansible's asynchronous wrapper is there on a simulated host?

A module call with `async` brings two scripts of Ansible's own (async_wrapper.ps1, async_watchdog.ps1 of ansible-core
2.19 to 2.22), which start a process outside of the connection's job object with calls of Windows. Here what they come
to is done by the front: the module runs on when the connection is gone, its caller gets {started, ansible_job_id,
results_file}, and at its end its answer, with {started, finished, ...} beside it, is in that file.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
from dataclasses import dataclass
from typing import Any

from hostsim.fronts.payload import SEPARATOR, manifest_of

WRAPPERS = ("async_wrapper.ps1", "async_watchdog.ps1")
_process_ids = itertools.count(4100, 4)


@dataclass(frozen=True)
class Background:
    """`stdin` is the module's own call, without the wrapper; `folder` as Ansible says it, with `%USERPROFILE%`."""

    stdin: bytes
    folder: str
    job: str
    process_id: int

    def started(self, results_file: str) -> dict[str, Any]:
        return {
            "started": True,
            "finished": False,
            "results_file": results_file,
            "ansible_job_id": self.job,
            "_ansible_suppress_tmpdir_delete": True,
            "ansible_async_watchdog_pid": self.process_id,
        }

    def ended(self, results_file: str, printed: bytes) -> bytes:
        """What the results file holds at the end: UTF-8 with a byte order mark, as Windows PowerShell writes it."""
        text = printed.decode("utf-8", "replace")
        told = {**self.started(results_file), "finished": True}
        start, end = text.find("{"), text.rfind("}")
        try:
            told.update(json.loads(text[start : end + 1]))
        except ValueError:
            told.update(failed=True, msg="failure during async watchdog: No start of json char found in module result")
        return json.dumps(told).encode("utf-8-sig") + b"\r\n"


def background(stdin: bytes) -> Background | None:
    """None where the call has no such wrapper."""
    manifest = manifest_of(stdin)
    actions = manifest.get("actions") if isinstance(manifest, dict) else None
    wrapper = next((action for action in actions or [] if action.get("name") == WRAPPERS[0]), None)
    if wrapper is None:
        return None
    rest = {**manifest, "actions": [action for action in actions or [] if action.get("name") not in WRAPPERS]}
    head, body, *more = SEPARATOR.split(stdin, maxsplit=2)
    text = json.dumps(rest).encode()
    packed = json.loads(head)["params"].get("DecompressInput")
    body = base64.b64encode(gzip.compress(text)) if packed else text
    process_id = next(_process_ids)
    params = wrapper["params"]
    return Background(
        b"\n\0\0\0\0\n".join([head, body, *more]), params["AsyncDir"], f"{params['AsyncJid']}.{process_id}", process_id
    )
