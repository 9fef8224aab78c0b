# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would one say of a host in a few lines, before anything is changed on it?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.room import PULL_NEEDS, engine_disk, in_gib
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_needed import NO_ENGINE
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import image_version, release
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.engines import engine_word, standing_lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.preflight_engine import (
    brings_engine,
    engine_lines,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.support import support

WIDTH = 88  # what is left of 100 columns inside Ansible's own output
ANSWERS = {"yes": "yes", "by_rule": "yes, by rule", "no": "no", "unknown": "not known"}
ENDS = {"ended": "support ended on {ends}", "ending": "support ends on {ends}"}


Judged = Mapping[str, Any]


def preflight_lines(
    looked: Mapping[str, Any],
    judged: Judged | Sequence[Judged],
    engine: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> list[str]:
    """Lines of at most 88 columns. `looked` is host_info's result; `judged` what the module containers said in check
    mode of the declared set, or of each of several; `engine` what container_host, or the module engine, said of the
    declared engine. Each may have failed: then the lines say so."""
    if looked.get("skipped"):
        return _wrapped("left out: not a Windows host, by its connection (ansible_connection, ansible_shell_type)")
    if "host" not in looked:
        return _wrapped(f"not looked at: {looked.get('msg', 'it was not reached')}")
    host = looked["host"]
    sets = [judged] if isinstance(judged, Mapping) else judged
    comes = brings_engine(engine or {})
    told = [text for one in sets for text in _containers(host, _with_engine(one) if comes else one)]
    day = today or date.today()
    found = [*_host(host, day), *standing_lines(host, day), *engine_lines(engine or {}), *_modes(looked), *told]
    return [line for text in found for line in _wrapped(text)]


def _with_engine(judged: Judged) -> Judged:
    """What the module containers said by itself, without the refusal for the engine that comes before it."""
    left = [text for text in judged.get("refused") or [] if NO_ENGINE not in str(text)]
    return {**judged, "refused": left, "failed": bool(left) and judged.get("failed")}


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False) or [""]


def _host(host: Mapping[str, Any], today: date) -> Iterator[str]:
    yield (
        f"{host.get('product', 'Windows')}, build {host.get('build')}.{host.get('revision', '?')}, "
        f"{host.get('installation', 'installation not known')}; engine{engine_word(host)}"
    )
    known = release(int(host["build"]), str(host.get("kind"))) if host.get("build") else None
    ends = support(known, str(host.get("edition", "")), today)
    if ends["state"] in ENDS:
        yield ENDS[ends["state"]].format(**ends)
    yield from _disks(host)
    if host.get("reboot_pending"):
        yield f"a reboot is pending: {', '.join(host.get('reboot_reasons') or ['the reason is not known'])}"


def _disks(host: Mapping[str, Any]) -> Iterator[str]:
    """Only what is little, and what layers use where that was asked."""
    disk, layers = engine_disk(host), (host.get("engine") or {}).get("layers_size")
    if layers is not None:
        yield f"the engine's layers use {in_gib(layers)}"
    if disk is not None and disk["free"] is not None and disk["free"] < PULL_NEEDS:
        yield f"little room: {in_gib(disk['free'])} free on drive {disk['drive']}, where images and containers are kept"


def _modes(looked: Mapping[str, Any]) -> Iterator[str]:
    """`process isolation: yes`; where it does not run yet, whether it will and what has to be done."""
    for mode, now in looked["isolation"].items():
        then = (looked.get("prepared") or {}).get(mode, now)
        if now["verdict"] != "no":
            yield f"{mode} isolation: {ANSWERS[now['verdict']]}"
        elif then["verdict"] != "no":
            yield f"{mode} isolation: once prepared. {' '.join(now['remedies'])}"
        else:
            facts = "; ".join(reason["fact"] for reason in then["reasons"])
            yield f"{mode} isolation: no ({facts}). {' '.join(then['remedies'])}"


def _containers(host: Mapping[str, Any], judged: Judged) -> Iterator[str]:
    """One line for each container: what will happen. What is refused for a whole project is told once."""
    rows = judged.get("containers") or []
    problems = [str(text) for text in judged.get("refused") or []]
    verdicts = {verdict["container"]: verdict for verdict in judged.get("verdicts") or []}
    own = {f"container {row['name']}: {text}" for row in rows for text in row.get("refused") or []}
    held = "the project is refused" if problems else ""
    for row in rows:
        verdict = verdicts.get(row["name"], {})
        yield f"container {row['name']}{_what(row, verdict)}: {_happens(host, row, verdict, held)}"
    known = {row["name"] for row in rows}
    for name, verdict in verdicts.items():
        if name not in known:
            yield f"container {name}{_what({}, verdict)}: {held or 'not judged'}"
    yield from (text for text in problems if not any(text.endswith(one) for one in own))
    if (judged.get("failed") or judged.get("unreachable")) and not problems:
        yield f"containers: {judged.get('msg')}"


def _what(row: Mapping[str, Any], verdict: Mapping[str, Any]) -> str:
    image = row.get("image") or verdict.get("image")
    mode = verdict.get("mode") or (row.get("isolation") or {}).get("declared")
    told = ", ".join(str(part) for part in (image, mode) if part)
    return f" ({told})" if told else ""


def _happens(host: Mapping[str, Any], row: Mapping[str, Any], verdict: Mapping[str, Any], held: str) -> str:
    """`create`, `recreate because ...`, `unchanged`, `refused because ...`; what of it waits for others is said."""
    refused = row.get("refused") or []
    if refused:
        return f"refused because {'; '.join(refused)}"
    steps = [
        action if action == "create" else f"{action} because {why}"
        for action, why in zip(row.get("actions") or [], row.get("why") or [], strict=False)
    ]
    does = ", then ".join(steps) or f"unchanged, {row.get('state') or 'its state is not known'}"
    if held and steps:
        does = f"held back, since {held} as a whole; else {does}"
    doubt = _by_tag(host, verdict) if steps and verdict else ""
    if steps and verdict.get("verdict") == "by_rule":
        does += "; the builds fit by rule"
    elif steps and verdict.get("verdict") == "unknown":
        does += f"; whether the image runs here is not known{doubt}"
    return does + "".join(f"; mind: {text}" for text in row.get("warnings") or [])


def _by_tag(host: Mapping[str, Any], verdict: Mapping[str, Any]) -> str:
    """Before an engine runs nobody can ask for the image's version: its tag is a hint, and is called one."""
    tag = str(verdict["image"]).rpartition(":")[2]
    if verdict["verdict"] != "unknown" or verdict.get("os_version") or image_version(tag) is None:
        return ""
    hint = judge_image(dict(host), tag, verdict["mode"], prepared=True)
    text = f" until an engine can ask for its version; if its tag {tag} tells the truth: {ANSWERS[hint['verdict']]}"
    return text if hint["verdict"] != "no" else f"{text}. {' '.join(hint['remedies'][:1])}"
