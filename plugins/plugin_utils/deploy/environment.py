# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which environment does a container get? Of env, of the files of env_file, and of secrets."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import texts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown

Found = Callable[[str], str]
NO_SDK = (
    "env_file is read by the docker SDK for Python, which is not on the controller; install it beside Ansible (pip "
    "install docker), or write the variables into env"
)
LONG = ("path", "required", "format")


def from_files(value: Any, found: Found) -> dict[str, str]:
    """The variables of all files, of which later ones win. Raises ValueError, which names the file and none of its
    values."""
    made: dict[str, str] = {}
    for item in value if isinstance(value, list) else [value]:
        path, required = _asked(item)
        try:
            place = found(path)
        except Refused as refused:
            if not required:
                continue
            raise ValueError("; ".join(refused.problems)) from None
        made |= _read(path, place)
    return made


def _asked(item: Any) -> tuple[str, bool]:
    """Compose's short and long form."""
    if isinstance(item, str) and item.strip():
        return item, True
    if (
        isinstance(item, Mapping)
        and item.get("path")
        and not set(item) - set(LONG)
        and item.get("format") in (None, "")
    ):
        return str(item["path"]), bool(item.get("required", True))
    raise ValueError(shown(item, "allowed is the path of a file on the controller, or a list of such", False))


def _read(path: str, place: str) -> dict[str, str]:
    try:
        from docker.errors import DockerException  # pylint: disable=import-outside-toplevel
        from docker.utils import parse_env_file  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise ValueError(NO_SDK) from None
    try:
        with Path(place).open("rb") as file:
            if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
                raise ValueError(f"{path} begins with a byte order mark; save it as UTF-8 without one")
        told = parse_env_file(place)
    except DockerException:
        raise ValueError(f"{path}: a line of it is not NAME=value") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8; save it so") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror})") from None
    try:
        return texts({key.strip(): value for key, value in told.items()})
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def joined(files: Mapping[str, str], env: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    """What is written in env wins over files, as in compose. Raises ValueError where env and secrets name one variable;
    Windows does not tell PATH from Path."""
    both = sorted({name.upper() for name in env} & {name.upper() for name in secrets})
    if both:
        raise ValueError(f"{', '.join(both)} stands in env as well; keep it in one of them")
    own = {**env, **secrets}
    names = {name.upper() for name in own}
    return {**{name: value for name, value in files.items() if name.upper() not in names}, **own}
