"""Which manifest does the engine pull, and what do its layers take?"""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.weights import (
    Weight,
    brought,
    fitting,
    layers_look,
    local_layers,
    weight_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from hypothesis import given
from hypothesis import strategies as st

IMAGE = ImageFacts("registry.example/app:1", os_version="10.0.20348.2700", architecture="amd64")


def row(digest: str, os: str = "windows", version: str | None = "10.0.20348.2700", machine: str = "amd64") -> Any:
    platform = {"os": os, "architecture": machine, **({"os.version": version} if version else {})}
    return {"digest": digest, "platform": platform}


@pytest.mark.parametrize(
    ("rows", "digest"),
    [
        ([row("a", version="10.0.17763.1"), row("b")], "b"),
        ([row("a", os="linux"), row("b")], "b"),
        ([row("a", machine="arm64"), row("b")], "b"),
        ([row("a", os="linux")], None),
        ([{"digest": "a"}, {"digest": "a", "platform": []}, "a", None, row("")], None),
        ([], None),
        ({}, None),
        (None, None),
    ],
)
def test_the_manifest_of_the_version_that_was_judged(rows: Any, digest: str | None) -> None:
    assert fitting({"manifests": rows}, IMAGE) == digest


def test_a_list_that_tells_no_versions() -> None:
    assert fitting({"manifests": [row("a", version=None)]}, ImageFacts("x")) == "a"


@pytest.mark.parametrize(
    ("layers", "ids", "made"),
    [
        ([{"size": 3}, {"size": 4}], ["a", "b"], {"a": 3, "b": 4}),
        ([{"size": 3}], ["a", "b"], None),
        ([{"size": -3}], ["a"], None),
        ([{"size": "3"}], ["a"], None),
        ([{}], ["a"], None),
        ([3], ["a"], None),
        ([], [], None),
        (None, None, None),
        ([{"size": 1}] * 1001, ["a"] * 1001, None),
    ],
)
def test_the_sizes_by_the_digests_of_what_is_unpacked(layers: Any, ids: Any, made: Any) -> None:
    found = weight_of({"layers": layers}, {"rootfs": {"type": "layers", "diff_ids": ids}})
    assert (found.layers if found else None) == made
    assert weight_of({"layers": layers}, {"rootfs": ids}) is None and weight_of({}, {}) is None


sizes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9))


@given(sizes, st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=4), st.sets(st.sampled_from("abcdefgh")))
def test_each_layer_that_is_not_there_counts_once(
    size: dict[str, int], images: list[set[str]], there: set[str]
) -> None:
    weights = [Weight({layer: size[layer] for layer in image if layer in size}) for image in images]
    wanted = {layer for image in images for layer in image if layer in size} - there
    assert brought(weights, there) == sum(size[layer] for layer in wanted)


def answer(*bodies: tuple[int, str]) -> Answer:
    """To the look at the layers of so many images."""
    listed = ", ".join(f'{{"Id": "{number}"}}' for number in range(len(bodies)))
    each = [{"for": str(number), "status": status, "body": body} for number, (status, body) in enumerate(bodies)]
    return read(Answer, {"ok": True, "value": [{"status": 200, "body": f"[{listed}]"}, {"each": each}]}, "test")


def test_the_hosts_layers() -> None:
    assert len(layers_look()["requests"]) == 2
    two = answer((200, '{"RootFS": {"Layers": ["a", "b"]}}'), (200, '{"RootFS": {"Layers": ["a", "c"]}}'))
    assert local_layers(two) == {"a", "b", "c"}
    assert local_layers(answer((404, "{}"), (200, '{"RootFS": {}}'), (200, '{"RootFS": {"Layers": null}}'))) == set()
    with pytest.raises(HostProblem):
        local_layers(answer((500, '{"message": "no"}')))
