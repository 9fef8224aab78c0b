# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the controller's docker configuration have for a registry? The docker SDK reads its entries and asks its
stores and helpers. What a helper printed or an entry holds is shown nowhere, also where it cannot be read."""

from __future__ import annotations

import base64
import json
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown

HUB_URL = "https://index.docker.io/v1/"  # under which docker login keeps the Hub's
HELPER_SECONDS = 60  # some ask a cloud
NO_SDK = (
    "it is read by the docker SDK for Python, which is not on the controller; install it beside Ansible "
    "(pip install docker), or give registries"
)
WORDS = ("username", "password", "identitytoken")

Words = tuple[str, str, str]
Spelling = Callable[[str], str]


def entries(path: str, registries: Sequence[str], plain: Spelling, found: Callable[[str], str]) -> dict[str, Words]:
    """User, password and identity token of those registries that it has something for; of others nothing is read or
    asked. `plain` gives a registry's one spelling, `found` finds a file of the controller. Raises Refused."""
    config = _content(path, found(str(Path(path).expanduser())))
    made, problems = {}, []
    for registry in registries:
        try:
            key = HUB_URL if plain(HUB_URL) == registry else registry
            part = _part_of(config, registry, plain, key)
            words = _words(part, registry, key) if part else ("", "", "")
        except Refused as refused:
            problems += refused.problems
            continue
        user, word, token = words
        if token or (user and word):
            made[registry] = words
    if problems:
        raise Refused(problems)
    return made


def _content(path: str, place: str) -> Mapping[str, Any]:
    try:
        content = json.loads(Path(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        content = None
    if not isinstance(content, Mapping):
        raise Refused([shown(path, "it is no docker configuration (a JSON file such as ~/.docker/config.json)", False)])
    return content


def _part_of(config: Mapping[str, Any], registry: str, plain: Spelling, key: str) -> dict[str, Any]:
    """The configuration with what concerns this registry alone, under the name that the SDK asks for: another one's
    broken entry is of no interest."""
    part: dict[str, Any] = {}
    for section in ("auths", "credHelpers"):
        held = config.get(section) or {}
        if not isinstance(held, Mapping):
            raise Refused([f"{section} in it is no mapping of registries"])
        for name, entry in held.items():
            if plain(str(name)) == registry:
                part[section] = {key: _completed(entry) if section == "auths" else str(entry)}
    if config.get("credsStore"):
        part["credsStore"] = str(config["credsStore"])
    return part


def _completed(entry: Any) -> Any:
    """As the SDK knows it: an empty value is none, and user and password may stand for themselves (docker's own client
    takes both)."""
    if not isinstance(entry, Mapping):
        return entry
    told = {str(name): text for name, text in entry.items() if text}
    if "auth" not in told and told.get("username") and told.get("password"):
        told["auth"] = base64.b64encode(f"{told['username']}:{told['password']}".encode()).decode()
    return told


def _words(part: dict[str, Any], registry: str, key: str) -> Words:
    helper = next(iter((part.get("credHelpers") or {}).values()), None) or part.get("credsStore")
    program = f"docker-credential-{helper}"
    if helper and shutil.which(program) is None:
        raise Refused([f"the credential helper for {registry}, {program}, is not on the controller's PATH"])
    answer = _in_time(lambda: _resolved(part, None if key == HUB_URL else key))
    if answer is None:
        raise Refused([f"{program} gave no answer for {registry} within {HELPER_SECONDS} seconds; ask it by hand"])
    if isinstance(answer, Refused):
        raise Refused(answer.problems)
    if isinstance(answer, Exception):  # its words may hold what was read or printed
        what = f"what {program} answers for {registry}" if helper else f"its entry for {registry}"
        raise Refused([f"{what} cannot be read ({type(answer).__name__}); log in anew there, or give registries"])
    # stores say Username where files say username
    words = {str(name).lower(): str(text) for name, text in answer.items() if text}
    user, word, token = (words.get(name, "") for name in WORDS)
    return user, word, token


def _resolved(part: dict[str, Any], registry: str | None) -> Mapping[str, Any]:
    try:
        from docker import auth  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise Refused([NO_SDK]) from None
    return auth.resolve_authconfig(auth.load_config(config_dict=part), registry=registry) or {}


def _in_time(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any] | Exception | None:
    """What it gave or raised; None where it did not end. The SDK waits without an end for a helper that asks for a
    password."""
    answers: list[Mapping[str, Any] | Exception] = []

    def asked() -> None:
        try:
            answers.append(ask())
        except Exception as error:  # pylint: disable=broad-exception-caught
            answers.append(error)

    thread = threading.Thread(target=asked, daemon=True)
    thread.start()
    thread.join(HELPER_SECONDS)
    return answers[0] if answers else None
