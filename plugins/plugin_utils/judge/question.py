# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rule of the judge is asked, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import Edition, edition
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import image_version, release

MODES = ("process", "hyperv")
SPELLINGS = {"process": "process", "hyperv": "hyperv", "hyper-v": "hyperv", "default": "default"}


@dataclass(frozen=True)
class Question:
    """Can `host` run an image of this version in `mode` ("process" or "hyperv")? `image` is (build, revision or None),
    None where the version is not known. `prepared`: leave out what enabling features and a restart would change."""

    host: dict[str, Any]
    mode: str
    image_text: str = ""
    image: tuple[int, int | None] | None = None
    prepared: bool = False
    image_architecture: str | None = None

    @property
    def build(self) -> int | None:
        """The host's build."""
        return self.host.get("build")

    @property
    def edition(self) -> Edition:
        """The host's edition; an unknown one has None for what it may do."""
        return edition(self.host.get("edition"), self.host.get("product_type"))

    @property
    def kind(self) -> str | None:
        """ "client" or "server"; None where the host tells neither kind nor edition nor product type."""
        client = self.edition.client
        if client is not None and self.edition.family != "unknown":
            return "client" if client else "server"
        said = self.host.get("kind")
        return str(said) if said else (None if client is None else ("client" if client else "server"))

    @property
    def host_text(self) -> str:
        """The host as a fact in a sentence: "Windows Server 2022 Datacenter (build 20348)"."""
        named = self.host.get("product")
        if not named and self.kind and self.build is not None:
            named = release(self.build, self.kind).name
        return f"{named or 'the host'} (build {self.build})"


@dataclass(frozen=True)
class Finding:
    """What one rule found. `outcome`: "yes", "by_rule", "no" and "unknown" decide; "unproven" is a fact that the host
    did not tell (it counts as unknown where the host itself is judged, and as nothing where an image is); "note" only
    informs."""

    outcome: str
    value: str
    fact: str
    remedies: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule: its sentence, where it is written, and the function that applies it (None: it does not concern this
    question)."""

    text: str
    source: str
    ask: Callable[[Question], Finding | list[Finding] | None]


def question(
    host: dict[str, Any],
    image_os_version: str | None,
    mode: str,
    prepared: bool = False,
    architecture: str | None = None,
) -> Question:
    """The question about an image; `mode` is "process" or "hyperv", the version may be a well-known tag."""
    text = "" if image_os_version is None else str(image_os_version)
    return Question(host, mode, text, image_version(image_os_version), prepared, architecture)


def findings(rules: tuple[Rule, ...], asked: Question) -> list[tuple[Rule, Finding]]:
    """Every finding of every rule, in the rules' order."""
    found: list[tuple[Rule, Finding]] = []
    for rule in rules:
        answer = rule.ask(asked)
        found += [(rule, finding) for finding in (answer if isinstance(answer, list) else [answer]) if finding]
    return found
