# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has drifted from what the inventory declares? Pure, by what the module containers said in check mode."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import plain_name

# Kind -> how it reads. `unknown` is no drift that was seen, and no sameness that was seen either.
KINDS = {
    "missing": "is declared and not there",
    "extra": "is there and not declared",
    "foreign": "was made by somebody else",
    "image": "runs another image than declared",
    "mode": "is isolated otherwise than declared",
    "state": "is not in the declared state",
    "hand": "was changed on the host",
    "declaration": "is declared anew since it was made",
    "network": "is not as declared",
    "volume": "is not as declared",
    "unknown": "could not be compared",
}
OF_OPTIONS = {"image": "image", "isolation": "mode", "state": "state"}
OF_STATES = frozenset({"start", "stop", "unpause", "wait", "bring back", "finish"})


@dataclass(frozen=True)
class Drift:
    """`kind` is a key of KINDS, `item` the name of a container, a network or a volume or `project NAME`, `text` says
    more where there is more to be said."""

    kind: str
    item: str
    text: str = ""

    def told(self) -> dict[str, str]:
        return {"kind": self.kind, "item": self.item, "text": self.sentence()}

    def sentence(self) -> str:
        return f"{KINDS[self.kind]}{': ' if self.text else ''}{self.text}"


def drift_of(
    sets: Sequence[Mapping[str, Any]],
    judged: Sequence[Mapping[str, Any]],
    containers: Sequence[Mapping[str, Any]] | None,
    foreign: bool = False,
    moved: Collection[str] = (),
) -> list[Drift]:
    """What has drifted on one host.

    `sets` are the projects that are declared, `judged` what was said of each in check mode, in the same order,
    `containers` those of the host (RV(containers) of containers_info; None where they could not be read). Without any
    project nothing is compared. With `foreign` a container of nobody's has drifted as well. Images whose tags have
    `moved` were not changed on the host (status/behind.py).
    """
    if not sets:
        return []
    found = [Drift("unknown", f"project {name}", reason) for name, reason in unjudged(sets, judged)]
    found += [one for _declared, said in _answers(sets, judged) if answered(said) for one in _of_set(said, moved)]
    known = {row["name"] for said in judged for row in said.get("containers") or []}
    silent = {project_of(one) for one, said in _answers(sets, judged) if not answered(said)}
    projects = {project_of(one) for one in sets}
    for row in containers or ():
        if row["project"] is None:
            if foreign and row["name"] not in known:
                found.append(Drift("foreign", row["name"]))
        elif row["project"] not in projects:
            found.append(Drift("extra", row["name"], f"nothing declares the project {row['project']} for this host"))
        elif row["project"] not in silent and plain_name(row["name"]) not in known:
            found.append(Drift("extra", row["name"]))
    return found


def project_of(declared: Mapping[str, Any]) -> str:
    return str(declared.get("project") or "")


def unjudged(sets: Sequence[Mapping[str, Any]], judged: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each project that was not compared, and why not."""
    for declared, said in _answers(sets, judged):
        if not answered(said):
            reason = str(said.get("msg") or "").strip()
            yield project_of(declared) or "(without a name)", reason or "there is no answer"


def _answers(
    sets: Sequence[Mapping[str, Any]], judged: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each project with what was said of it."""
    return zip(sets, chain(judged, repeat({})), strict=False)


def answered(said: Mapping[str, Any]) -> bool:
    """Whether a project was compared. One that is refused is compared where the rows of its containers are there."""
    failed = said.get("failed") or said.get("unreachable") or said.get("refused")
    return said.get("containers") is not None and not (failed and not said["containers"])


def _of_set(said: Mapping[str, Any], moved: Collection[str]) -> Iterator[Drift]:
    for row in said["containers"]:
        differs = set(row.get("differs") or ())
        if row.get("image") not in moved or differs != {"image"}:
            yield from _of_container(row, differs - ({"image"} if row.get("image") in moved else set()))
    for kind in ("network", "volume"):
        for row in said.get(f"{kind}s") or []:
            if row["actions"]:
                yield Drift(kind, row["name"], _why(row))


def _of_container(row: Mapping[str, Any], differs: set[str]) -> Iterator[Drift]:
    name, actions = row["name"], row.get("actions") or []
    if row.get("state") == "absent":
        if actions or row.get("refused"):
            yield Drift("missing", name, "; ".join(row.get("refused") or ()))
        return
    if "remove" in actions:
        yield Drift("extra", name, _why(row))
        return
    options = sorted(differs - set(OF_OPTIONS))
    kinds = [kind for option, kind in OF_OPTIONS.items() if option in differs]
    if options:
        yield Drift("declaration" if row.get("declared_anew") else "hand", name, ", ".join(options))
    for kind in kinds:
        yield Drift(kind, name, _why(row))
    if not options and not kinds and OF_STATES & set(actions):
        yield Drift("state", name, _why(row))
    elif not options and not kinds and (actions or row.get("refused")):
        yield Drift("unknown", name, "; ".join(row.get("refused") or ()) or _why(row))


def _why(row: Mapping[str, Any]) -> str:
    return "; ".join(dict.fromkeys(str(text) for text in row.get("why") or ()))
