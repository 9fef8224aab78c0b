"""Does a wrong answer of a host break a module? A sample; `make explore` runs all of them."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import shape
from explore import Judge, all_mutants, named
from mutants import JSON, MISSING, Mutation, mutated, mutations
from replay import WHOLE, replay

SEED = 2026
SAMPLE = 400
SECONDS = 12.0  # on a busy machine fewer of the sample are run, and never less than LEAST
LEAST = 60
STEP = 251  # a prime: the sample has all modules and kinds in it


def test_a_sample_of_wrong_answers_breaks_no_module(recorded: list[Any]) -> None:
    chosen = [mutant for number, mutant in enumerate(all_mutants(recorded)) if number % STEP == 0]
    random.Random(SEED).shuffle(chosen)
    judge, ends = Judge(recorded), time.monotonic() + SECONDS
    found, done = [], 0
    for place, site, mutation in chosen[:SAMPLE]:
        found += [f"{named(recorded[place], site, mutation)}: {fault}" for fault in judge(place, site, mutation)]
        done += 1
        if time.monotonic() > ends and done >= LEAST:
            break
    assert not found, "\n".join(found)
    assert done >= LEAST


def test_the_good_answers_are_what_they_are_named_after(recorded: list[Any]) -> None:
    results = {one.name: replay(one).result for one in recorded}
    assert results["isolation_proof: of a project"]["proven"]
    assert not results["isolation_proof: liars"]["proven"]
    for name in ("containers: unchanged", "container_host: unchanged", "host_features: unchanged"):
        assert (results[name]["changed"], results[name].get("failed")) == (False, None), results[name]
    for name in ("containers: nothing there", "containers: differing", "containers: leftover", "containers: absent"):
        assert (results[name]["changed"], results[name].get("failed")) == (True, None), results[name]
    assert "not touched" in results["containers: foreign"]["msg"]


def _first(recorded: list[Any], name: str, contains: str) -> tuple[int, Any, tuple[str, str]]:
    place = next(number for number, one in enumerate(recorded) if one.name == name)
    site = next(site for site in recorded[place].sites() if site[0] == "before" and contains in site[1])
    return place, recorded[place], site


def test_a_reader_without_checks_is_found(recorded: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is taken for one without a look at it: a null goes on into the core."""
    place, situation, site = _first(recorded, "containers: unchanged", "/containers/json?all=true")
    body = situation.good(site)["value"][3]
    path = ("value", 3, "body", JSON, "Name")
    assert '"Name"' in body["body"]
    mutation = Mutation(path, "null", "/web", None)
    assert not Judge(recorded)(place, site, mutation)
    monkeypatch.setitem(shape.PLAIN, str, lambda value, look, field: value)
    shape.reader.cache_clear()
    try:
        assert any("raised" in fault or "Python" in fault for fault in Judge(recorded)(place, site, mutation))
    finally:
        monkeypatch.undo()
        shape.reader.cache_clear()


def test_absence_that_was_never_told_is_found(recorded: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """With any status taken for absence, a broken engine looks like an empty one (K3)."""
    from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import Reply

    place, situation, site = _first(recorded, "containers: unchanged", "/containers/json?all=true")
    good = situation.good(site)["value"][3]
    mutation = Mutation(("value", 3), "status 500", good, {"status": 500, "body": '{"message": "x"}'})
    assert not Judge(recorded)(place, site, mutation)
    monkeypatch.setattr(Reply, "found", lambda self, kind: self.required(kind) if self.status == 200 else None)
    assert any("other steps" in fault for fault in Judge(recorded)(place, site, mutation))


def test_a_proof_of_a_liar_is_found(recorded: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from ansible_collections.winfleet.containers.plugins.plugin_utils.prove import part

    place, _situation, _site = _first(recorded, "isolation_proof: liars", "compute_systems")
    plain = part.proofs

    def believing(*given: Any) -> Any:
        made = plain(*given)
        for proof in made:
            proof.row["verdict"] = "proven"
        return made

    monkeypatch.setattr(part, "proofs", believing)
    site = (WHOLE, "_look")
    mutation = Mutation(("changed",), "true", False, True)
    assert any("lies" in fault for fault in Judge(recorded)(place, site, mutation))


def test_a_place_inside_a_json_text_is_reached() -> None:
    answer = {"ok": True, "value": [{"status": 200, "body": '{"Id": "a", "Rows": [1, 2]}'}]}
    made = {one.name: mutated(answer, one) for one in mutations(answer)}
    assert made["value.0.body.JSON.Id: null"]["value"][0]["body"] == '{"Id": null, "Rows": [1, 2]}'
    assert made["value.0.body.JSON.Rows.0: missing"]["value"][0]["body"] == '{"Id": "a", "Rows": [2]}'
    assert made["value.0.body.JSON.Id: 1e999"]["value"][0]["body"] == '{"Id": 1e999, "Rows": [1, 2]}'
    assert made["value.0.body.JSON.Id: deep"]["value"][0]["body"].count("[") > 10_000
    assert "status" not in made["value.0.status: missing"]["value"][0]
    assert made["value.0: status 404"]["value"][0]["status"] == 404
    assert answer["value"][0]["status"] == 200
    assert not any(one.made is MISSING and not one.path for one in mutations(answer))
