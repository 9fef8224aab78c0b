# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there to be said of the engines: of one host, and of each version over the fleet?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_standing import standing, version_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import holes, summary

Row = Mapping[str, Any]

# What an engine's row of the fleet is called where no version is known, by its state.
WITHOUT_VERSION = {
    "absent": "no engine",
    "desktop": "Docker Desktop, not running",
    "stopped": "an engine that is stopped, of an unknown version",
    "failing": "an engine that fails, of an unknown version",
    "unreachable": "not known: the engine was not reached",
}
NOT_KNOWN = "not known"
UPDATE = "Update the engine to {to} (engine_version, engine_archive)."
KEPT = "Update {by}, which brings it."
NO_UPDATE = "This Windows runs no newer one: move the host to a newer Windows."


def facts(host: Row, today: date) -> dict[str, Any]:
    """The engine of the document, for one host; every value is a text or a list of texts."""
    engine, told = host.get("engine") or {}, standing(host, today)
    known, source = version_of(host), engine.get("source") or {}
    return {
        **{key: engine.get(key) or "" for key in ("state", "default_isolation", "error")},
        **{key: engine.get(key) or "" for key in ("path", "service", "data_root", "config_path", "config_error")},
        "version": engine.get("version") or (str(known) if known else ""),
        "source": source.get("title") or "",
        "kept_by": source.get("title") if source.get("may_change") is False else "",
        "remarks": list(engine.get("remarks") or []),
        "out_of_support": told["out_of_support"] or "",
        "update_to": told["update_to"] or "",
        "holes": [row["id"] for row in told["holes"]],
        "grave": [row["id"] for row in told["holes"] if row["refuses"]],
    }


def _known_holes(version: str) -> list[str]:
    """Each in a sentence, told once for all hosts of a version."""
    known = version_of({"engine": {"version": version}})
    found = holes(known) if known else []
    return [f"{hole.id}: {hole.what} (closed in {hole.fixed_in})." for hole in found]


def _in_short(version: str) -> str:
    known = version_of({"engine": {"version": version}})
    return summary(known) if known else ""


def lacks(engine: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """(kind of findings.LACKS, what, why, remedies) of an engine of the document."""
    if engine["config_error"]:
        why = [f"{engine['config_path']}: {engine['config_error']}."]
        yield "config", "daemon.json cannot be read", why, ["Correct it: the engine does not start with it again."]
    if not engine["version"]:
        return
    name = f"engine {engine['version']}"
    holes_told = _in_short(engine["version"]) if engine["holes"] else ""
    problems = [
        ("engine ended", "is out of support", engine["out_of_support"]),
        ("engine holes", "has known holes", holes_told if engine["grave"] else ""),
    ]
    found = [(kind, what, f"{why.rstrip('.')}.") for kind, what, why in problems if why]
    if found:
        what = " and ".join(what for _kind, what, _why in found)
        yield found[0][0], f"{name} {what}", [why for _kind, _what, why in found], [_remedy(engine)]
    elif engine["update_to"] or holes_told:
        what = f"an update of {name} is due" if engine["update_to"] else f"{name} has known holes"
        yield "engine update", what, [f"{holes_told}."] if holes_told else [], [_remedy(engine)]


def _remedy(engine: Mapping[str, Any]) -> str:
    if engine["kept_by"]:
        return KEPT.format(by=engine["kept_by"])
    return UPDATE.format(to=engine["update_to"]) if engine["update_to"] else NO_UPDATE


def engine_word(host: Row) -> str:
    """` 28.5.2 (TITLE): running`."""
    engine = host.get("engine") or {}
    known, title = version_of(host), (engine.get("source") or {}).get("title")
    version = engine.get("version") or known
    return "".join(
        [f" {version}" if version else "", f" ({title})" if title else "", f": {engine.get('state', NOT_KNOWN)}"]
    )


def standing_lines(host: Row, today: date) -> Iterator[str]:
    """For the preflight: what is to be minded of the engine that is there."""
    engine = facts(host, today)
    yield from (f"engine: {text}" for text in engine["remarks"])
    if engine["config_error"]:
        yield f"engine: {engine['config_path']} cannot be read: {engine['config_error']}"
    if engine["out_of_support"]:
        yield f"engine: out of support: {engine['out_of_support']}"
    if engine["holes"]:
        yield f"engine: known holes: {_in_short(engine['version'])}"
    if engine["update_to"]:
        yield f"engine: {engine['update_to']} is the newest for this Windows"


def over_the_fleet(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each version once, with its hosts by the state of their engine; the newest first, then what has no version. Hosts
    that were not reached are not among them."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["reached"]:
            found.setdefault(_group(row["engine"]), []).append(row)
    made = sorted((_version(name, members) for name, members in found.items()), key=lambda item: str(item["name"]))
    told = [item for item in made if item["version"]]
    told.sort(key=_order, reverse=True)
    return [*told, *(item for item in made if not item["version"])]


def _order(item: Mapping[str, Any]) -> tuple[bool, Any]:
    """A version that nobody can read comes last."""
    known = version_of({"engine": {"version": item["version"]}})
    return known is not None, known or 0


def _group(engine: Mapping[str, Any]) -> str:
    if engine["version"]:
        return str(engine["version"])
    return str(engine["source"] or WITHOUT_VERSION.get(engine["state"], NOT_KNOWN))


def _version(name: str, members: list[Row]) -> dict[str, Any]:
    engines = [row["engine"] for row in members]
    states: dict[str, list[str]] = {}
    updates: dict[str, list[str]] = {}
    for row in members:
        states.setdefault(row["engine"]["state"] or NOT_KNOWN, []).append(row["name"])
        if row["engine"]["update_to"]:
            updates.setdefault(row["engine"]["update_to"], []).append(row["name"])
    return {
        "name": name,
        "version": engines[0]["version"],
        "hosts": len(members),
        "states": dict(sorted(states.items(), key=lambda pair: (pair[0] != "running", pair[0]))),
        "out_of_support": engines[0]["out_of_support"],
        "updates": dict(sorted(updates.items())),
        "holes": _known_holes(engines[0]["version"]) if engines[0]["holes"] else [],
    }
