# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report says of the declared containers: those of one host, and each of them over the fleet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.standing import (
    OUTCOME_ORDER,
    STANDS,
    STANDS_BY_ENGINE,
    Facts,
    standing,
)


def outcome(proof: str | None, verdict: str | None) -> str:
    """How a container stands of which nothing is known but its proof and its verdict."""
    return standing(Facts(proof=proof or "", verdict=verdict or ""))


def declared_containers(member: Mapping[str, Any], masker: Masker) -> list[dict[str, Any]]:
    """The containers of one host, by name, joined from what was declared, seen, judged and proven; those that are
    declared absent only where they are there.

    Texts go through `masker`; of what was declared project, name, image, isolation and state are taken.
    """
    declared = _by_name(member.get("declared"), "name")
    seen = _by_name(member.get("seen"), "name")
    verdicts = _by_name(member.get("verdicts"), "container")
    proofs = _by_name(member.get("proof"), "name")
    engine = str((((member.get("host") or {}).get("engine")) or {}).get("state") or "")
    orphans = set(proofs) - {*declared, *verdicts} if declared else set()
    names = sorted({*declared, *verdicts, *proofs} - {name for name in orphans if proofs[name].get("running") is False})
    rows = [
        _container(
            name,
            declared.get(name, {}),
            seen.get(name, {}),
            verdicts.get(name, {}),
            proofs.get(name, {}),
            engine if member.get("host") else "",
            masker,
        )
        for name in names
    ]
    return [row for row in rows if row["wanted"] != "absent" or row["outcome"] == "left"]


def _container(
    name: str,
    declared: Mapping[str, Any],
    seen: Mapping[str, Any],
    verdict: Mapping[str, Any],
    proof: Mapping[str, Any],
    engine: str,
    masker: Masker,
) -> dict[str, Any]:
    isolation = seen.get("isolation") if isinstance(seen.get("isolation"), Mapping) else {}
    refused = [str(text) for text in seen.get("refused") or []]
    facts = Facts(
        wanted=str(declared.get("state") or "started"),
        stands=_stands(seen, proof, engine),
        declared=isolation_word(declared.get("isolation") or proof.get("declared") or verdict.get("mode")),
        claimed=isolation_word((isolation or {}).get("effective") or proof.get("claimed")),
        verdict=str(verdict.get("verdict") or ""),
        proof=str(proof.get("verdict") or ""),
        differs=frozenset(map(str, seen.get("differs") or ())) - {"state"},
        refused=bool(refused),
    )
    return {
        "name": name,
        "project": str(declared.get("project") or ""),
        "image": masker.text(str(declared.get("image") or verdict.get("image") or "")),
        "os_version": str(verdict.get("os_version") or ""),
        "isolation": facts.declared,
        "wanted": facts.wanted,
        "state": masker.text(str(seen.get("state") or "")),
        "restarts": restarts if isinstance(restarts := seen.get("restarts"), int) else None,
        "exit_code": code if isinstance(code := seen.get("exit_code"), int) else None,
        "claimed": facts.claimed,
        "verdict": facts.verdict or "unknown",
        "proof": facts.proof,
        "outcome": standing(facts),
        "reasons": masker.data([dict(reason) for reason in verdict.get("reasons") or []]),
        "remedies": masker.data([str(remedy) for remedy in verdict.get("remedies") or []]),
        "differences": masker.data([str(text) for text in seen.get("why") or [] if facts.differs]),
        "refused": masker.data(refused),
        "warnings": masker.data([str(text) for text in seen.get("warnings") or []]),
        "evidence": list(_lines(masker.data(proof.get("evidence")))),
    }


def _stands(seen: Mapping[str, Any], proof: Mapping[str, Any], engine: str) -> str:
    """What was seen in the look for the plan goes before the proof's word, and that before what the engine's state
    means."""
    if engine in STANDS_BY_ENGINE:
        return STANDS_BY_ENGINE[engine]
    if seen.get("state"):
        stands = STANDS.get(str(seen["state"]).lower(), "")
        if stands != "up":
            return stands
        if seen.get("health") == "unhealthy":
            return "unhealthy"
        return "restarting" if seen.get("restarting") else stands  # it runs at this moment
    if proof.get("running") is False:
        return "down"
    return "up" if proof.get("verdict") == "proven" else ""


def _by_name(items: Any, key: str) -> dict[str, Mapping[str, Any]]:
    return {str(item[key]): item for item in items or [] if isinstance(item, Mapping) and item.get(key)}


def isolation_word(word: Any) -> str:
    """`process`, `hyperv`, `default` or, where nothing is known, the empty text."""
    return str(word or "").lower().replace("-", "")


def _lines(evidence: Any) -> Iterable[str]:
    """One text for each piece of evidence, whatever its shape."""
    if isinstance(evidence, Mapping):
        yield "; ".join(f"{key}: {' '.join(_lines(value))}" for key, value in evidence.items())
    elif isinstance(evidence, list):
        for item in evidence:
            yield from _lines(item)
    elif evidence is not None and evidence != "":
        yield str(evidence)


def over_the_fleet(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each declared container (name, image, isolation) once, its hosts by outcome; what wants attention comes first."""
    found: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for row in rows:
        for item in row["containers"]:
            hosts = found.setdefault((item["name"], item["image"], item["isolation"]), {})
            hosts.setdefault(item["outcome"], []).append(row["name"])
    containers = [
        {
            "name": name,
            "image": image,
            "isolation": isolation,
            "hosts": sum(map(len, hosts.values())),
            "outcomes": {word: hosts[word] for word in OUTCOME_ORDER if word in hosts},
        }
        for (name, image, isolation), hosts in found.items()
    ]
    return sorted(containers, key=lambda item: (_worst(item), -item["hosts"], item["name"], item["image"]))


def _worst(container: Mapping[str, Any]) -> int:
    return min(OUTCOME_ORDER.index(word) for word in container["outcomes"])


def outcome_counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many containers of the fleet stand how, every outcome named."""
    counted = Counter(item["outcome"] for row in rows for item in row["containers"])
    return {word: counted[word] for word in OUTCOME_ORDER}
