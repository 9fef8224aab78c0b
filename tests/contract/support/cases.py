"""Which cases are there, and how is one asked of a front? (README.md says how a case file looks.)"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from archives import digest
from asking import run
from standing import Host, host_from

CASES = Path(__file__).resolve().parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    """One question: `kind` is look, step or program, `host` a name in hosts.yml, `before` what is done first, `looks`
    those of the act of a step."""

    file: str
    name: str
    kind: str
    verb: str
    host: str
    before: tuple[dict[str, Any], ...]
    ask: dict[str, Any]
    answer: Any
    looks: tuple[dict[str, Any], ...] = ()

    @property
    def id(self) -> str:
        return f"{self.file}: {self.name}"


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file, in the files' order."""
    return tuple(case for path in sorted(CASES.glob("*-*.yml")) for case in _read(path))


def _read(path: Path) -> list[Case]:
    kind, _, verb = path.stem.partition("-")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Case(
            path.stem,
            row["name"],
            kind,
            verb,
            row["host"],
            tuple(row.get("before") or ()),
            row.get("ask") or {},
            row["answer"],
            tuple(row.get("looks") or ()),
        )
        for row in rows
    ]


@cache
def descriptions() -> dict[str, Any]:
    """hosts.yml: a small fleet file."""
    return dict(yaml.safe_load((CASES / "hosts.yml").read_text(encoding="utf-8")))


class Asked:
    """The answers of one front to the cases of one file; looks at an untouched host go in one call."""

    def __init__(self, front: str, file: str) -> None:
        self.answers: dict[str, Any] = {}
        mine = [case for case in all_cases() if case.file == file]
        together = [case for case in mine if case.kind == "look" and not case.before]
        for name in dict.fromkeys(case.host for case in together):
            with host_from(descriptions(), name, front) as host:
                group = [case for case in together if case.host == name]
                found = run(host.front, "_look", {"looks": [{"verb": case.verb, **case.ask} for case in group]})[
                    "looks"
                ]
                assert len(found) == len(group)
                self.answers.update({case.name: answer for case, answer in zip(group, found, strict=True)})
        for case in mine:
            if case not in together:
                with host_from(descriptions(), case.host, front) as host:
                    _prepare(host, case.before)
                    self.answers[case.name] = _alone(host, case)


def _prepare(host: Host, before: tuple[dict[str, Any], ...]) -> None:
    for line in before:
        for what, value in line.items():
            getattr(host, what)(value)


def _alone(host: Host, case: Case) -> Any:
    asked = {"verb": case.verb, **_filled(case.ask, host)}
    if case.kind == "look":
        return run(host.front, "_look", {"looks": [asked]})["looks"][0]
    if case.kind == "step":
        done = run(host.front, "_act", {"steps": [asked], "looks": list(case.looks)})
        return {"step": done["steps"][0], "looks": done["looks"]} if case.looks else done["steps"][0]
    return run(host.front, case.verb, case.ask)


def _filled(value: Any, host: Host) -> Any:
    """`{served}` is the web server's address, `{sha256 NAME}` the digest of an archive."""
    if isinstance(value, dict):
        return {key: _filled(inner, host) for key, inner in value.items()}
    if not isinstance(value, str):
        return value
    text = re.sub(r"\{sha256 (\w+)\}", lambda match: digest(match[1]), value)
    return text.replace("{served}", host.server.address) if host.server else text


@cache
def asked(front: str, file: str) -> Asked:
    return Asked(front, file)
