"""What is said about a set of containers, though nothing forbids it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.warnings import warnings


def specs(*modes: str, **more: Any) -> list[dict[str, Any]]:
    return [{"name": f"c{number}", "isolation": mode, "state": "started", **more} for number, mode in enumerate(modes)]


@pytest.mark.parametrize(
    ("edition", "modes", "told"),
    [
        ("ServerStandard", ("hyperv", "hyperv"), False),
        ("ServerStandard", ("hyperv", "hyperv", "hyperv"), True),
        ("ServerStandardEval", ("hyperv", "hyperv", "hyperv"), True),
        ("ServerStandard", ("process",) * 9, False),
        ("ServerStandard", ("hyperv", "hyperv", "default"), False),
        ("ServerDatacenter", ("hyperv",) * 9, False),
        ("ServerTurbine", ("hyperv",) * 9, False),
        (None, ("hyperv",) * 9, False),
    ],
)
def test_the_licence_counts(edition: str | None, modes: tuple[str, ...], told: bool) -> None:
    found = warnings({"build": 20348, "kind": "server", "edition": edition, "product_type": 3}, specs(*modes))
    assert bool(found) is told
    if told:
        assert "c0, c1, c2" in found[0]
        assert "allows 2" in found[0]


def test_a_default_that_is_hyperv_counts() -> None:
    host = {"build": 20348, "edition": "ServerStandard", "product_type": 3, "engine": {"default_isolation": "hyperv"}}
    assert len(warnings(host, specs("default", "default", "default"))) == 1
    assert warnings(host, specs("default", "default", "default", state="absent")) == []


def test_domain_controller() -> None:
    host = {"build": 20348, "kind": "server", "domain_controller": True}
    assert "domain controller" in warnings(host, specs("process"))[0]
    assert warnings(host, []) == []


def test_client() -> None:
    host = {"build": 26100, "kind": "client"}
    assert "development and test" in warnings(host, specs("process", "hyperv"))[0]
    assert warnings(host, specs("hyperv")) == []


def test_administrator() -> None:
    host = {"build": 20348, "kind": "server"}
    assert "ContainerUser" in warnings(host, specs("process", user="ContainerAdministrator"))[0]
    assert warnings(host, specs("hyperv", user="ContainerAdministrator")) == []
