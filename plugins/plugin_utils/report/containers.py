# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report says of the declared containers: those of one host, and each of them over the fleet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker

# How a container stands, from what the proof says and, without one, from the verdict. The first row that fits, counts.
OUTCOMES: list[tuple[str | None, str | None, str]] = [
    ("proven", None, "proven"),
    ("refuted", None, "refuted"),
    (None, "no", "refused"),
    ("inconclusive", None, "inconclusive"),
    (None, "yes", "runs"),
    (None, "by_rule", "runs"),
    (None, None, "unknown"),
]
# In the order in which a reader wants to see them.
OUTCOME_ORDER = ("refuted", "refused", "inconclusive", "unknown", "runs", "proven")


def outcome(proof: str | None, verdict: str | None) -> str:
    """How a container stands: refuted, refused, inconclusive, unknown, runs (judged, not proven) or proven."""
    fits = (result for asked, judged, result in OUTCOMES if asked in (None, proof) and judged in (None, verdict))
    return next(fits)


def declared_containers(member: Mapping[str, Any], masker: Masker) -> list[dict[str, Any]]:
    """The containers of one host, by name, joined from what was declared, judged and proven.

    Texts go through `masker`; of what was declared name, image and isolation are taken.
    """
    declared = _by_name(member.get("declared"), "name")
    verdicts = _by_name(member.get("verdicts"), "container")
    proofs = _by_name(member.get("proof"), "name")
    names = sorted({*declared, *verdicts, *proofs})
    return [
        _container(name, declared.get(name, {}), verdicts.get(name, {}), proofs.get(name, {}), masker) for name in names
    ]


def _container(
    name: str,
    declared: Mapping[str, Any],
    verdict: Mapping[str, Any],
    proof: Mapping[str, Any],
    masker: Masker,
) -> dict[str, Any]:
    return {
        "name": name,
        "image": masker.text(str(declared.get("image") or verdict.get("image") or "")),
        "os_version": str(verdict.get("os_version") or ""),
        "isolation": isolation_word(declared.get("isolation") or proof.get("declared") or verdict.get("mode")),
        "claimed": isolation_word(proof.get("claimed")),
        "verdict": str(verdict.get("verdict") or "unknown"),
        "proof": str(proof.get("verdict") or ""),
        "outcome": outcome(proof.get("verdict"), verdict.get("verdict")),
        "reasons": masker.data([dict(reason) for reason in verdict.get("reasons") or []]),
        "remedies": masker.data([str(remedy) for remedy in verdict.get("remedies") or []]),
        "evidence": list(_lines(masker.data(proof.get("evidence")))),
    }


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
