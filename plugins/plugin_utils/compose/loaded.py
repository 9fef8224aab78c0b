# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the compose files say, once compose's own loader has read them? Interpolation, merge, include, extends,
profiles and validation are the reference's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.program import TOO_OLD, Said, program, run
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.scanned import (
    Scan,
    inside,
    scan,
    slashes,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.tree import variables
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import texts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker

_LOG = re.compile(r'^time="[^"]*" level=(?P<level>\w+) msg="(?P<text>(?:[^"\\]|\\.)*)"$')
# Of what the loader says itself: what is no more than a custom, and what our own table says more exactly.
QUIET = re.compile(
    r"the attribute `version` is obsolete|^service \"[^\"]*\": .*\bSwarm\b|"
    r"cannot expand '~'"
)
MOST_TOLD = 2000


@dataclass(frozen=True)
class Asked:
    """The options of a set that say what is read: `files` and `env_files` as they lie on the controller, `root` the
    folder beyond which nothing is read (the first file's, where none is given)."""

    project: str
    files: Sequence[str]
    profiles: Sequence[str] = ()
    env_files: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    root: str | None = None
    program: str | None = None


@dataclass(frozen=True)
class Model:
    """`data` as `docker compose config` has it, `scan` the files that it came out of, `warnings` what the loader says,
    `env` all variables that were there for it, which may be secret, and `mask` which hides them."""

    data: Mapping[str, Any]
    scan: Scan
    warnings: Sequence[str]
    env: Mapping[str, str]
    mask: Callable[[str], str]


def load(asked: Asked) -> Model:
    """Raises Refused, without a secret in it."""
    loader = program(asked.program)
    folder = Path(asked.files[0]).parent
    root = Path(asked.root) if asked.root else folder
    try:
        env = texts(asked.env)
    except ValueError as error:
        raise Refused([f"compose_env: {error}"]) from None
    found = scan(asked.files, root)
    dotenv = [] if asked.env_files else [inside(folder / ".env", root, f"{folder / '.env'}")]
    known, lines = _lines([*map(Path, asked.env_files), *dotenv, *found.variables])
    mask = Masker.of({"env": {**known, **env}}, lines)
    command = [*loader, "--project-name", asked.project]
    command += [word for name in asked.profiles for word in ("--profile", name)]
    command += [word for path in asked.env_files for word in ("--env-file", path)]
    command += [word for path in asked.files for word in ("--file", path)]
    command += ["config", "--format", "json", "--no-path-resolution"]
    if found.env_files:
        unread = _said(run([*command, "--no-env-resolution"], str(folder), env), command, mask.text)[0]
        more, more_lines = _lines(_env_files(unread, found, folder, root))
        known, lines = {**more, **known}, [*lines, *more_lines]
        mask = Masker.of({"env": {**known, **env}}, lines)
    data, warnings = _said(run(command, str(folder), env), command, mask.text)
    return Model(
        data,
        found,
        [*(f"compose says: {text}" for text in warnings), *_no_profiles(asked, found)],
        {**known, **env},
        mask.text,
    )


def _said(said: Said, command: Sequence[str], mask: Callable[[str], str]) -> tuple[Mapping[str, Any], list[str]]:
    """Its JSON, and its warnings. The loader writes each dollar of the whole text twice."""
    if said.too_old:
        raise Refused([f"compose_files: {command[0]} {TOO_OLD}"])
    warnings, errors = _log(said.err)
    if said.code != 0:
        told = mask(
            "; ".join(errors or warnings).replace(":; ", ": ")
            or f"it ended with exit code {said.code}, and said nothing"
        )
        raise Refused([f"compose_files: compose says: {told[:MOST_TOLD]}"])
    try:
        data = json.loads(said.out.replace("$$", "$"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, Mapping) or not isinstance(data.get("services", {}), Mapping):
        raise Refused([f"compose_files: what {command[0]} answers is not JSON of a compose file: is it compose's?"])
    return data, [mask(text) for text in warnings if not QUIET.search(text)]


def _log(text: str) -> tuple[list[str], list[str]]:
    warnings: list[str] = []
    errors: list[str] = []
    for line in text.splitlines():
        match = _LOG.match(line)
        if match and match["level"] in ("warning", "info", "debug"):
            warnings += [json.loads(f'"{match["text"]}"')] if match["level"] == "warning" else []
        elif line.strip():
            errors.append(line.strip())
    return list(dict.fromkeys(warnings)), errors


def _env_files(data: Mapping[str, Any], found: Scan, folder: Path, root: Path) -> Iterable[Path]:
    """Those of the services. Raises Refused."""
    for name, service in data.get("services", {}).items():
        for entry in service.get("env_file") or ():
            told = entry if isinstance(entry, Mapping) else {"path": entry}
            path = str(told["path"])
            label = f"{found.where(name, 'env_file')}: service {name}: env_file: {path}"
            place = inside(folder / path, root, label)
            if place.is_file():
                yield place
            elif told.get("required", True) or place.exists():
                raise Refused([f"{label} is no file of the controller (looked for as {place}){slashes(path)}"])


def _no_profiles(asked: Asked, found: Scan) -> Iterable[str]:
    """What is to be said of profiles that no service has; one that is a variable may be any."""
    known = found.profiles()
    told = ", ".join(sorted(known)) or "none"
    if not any("$" in name for name in known):
        for name in asked.profiles:
            if name not in known and name != "*":
                yield f"compose_profiles: no service has the profile {name}; they have {told}"


def _lines(paths: Iterable[Path]) -> tuple[dict[str, str], list[str]]:
    """The variables of these files as they are written, and their lines: what the loader may say of them. A value of
    several lines begins and ends with a quote."""
    found: dict[str, str] = {}
    lines: list[str] = []
    for path in paths:
        for line in variables(path).splitlines() if path.is_file() else ():
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            lines += dict.fromkeys((text, text.strip("\"'")))
            name, value, *_none = [*re.split("[=:]", text.removeprefix("export "), maxsplit=1), ""]
            found[name.strip()] = value.strip().strip("\"'")
    return found, lines
