"""What an EditionID means, the ones that mislead above all."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import EDITIONS, FAMILIES, edition


def test_every_family_is_known_and_used() -> None:
    assert set(EDITIONS.values()) == set(FAMILIES) - {"unknown"}
    assert all(name == name.lower() for name in EDITIONS)


@pytest.mark.parametrize(
    ("name", "product_type", "family", "containers", "hyper_v", "client", "limit"),
    [
        ("ServerDatacenter", 3, "datacenter", True, True, False, None),
        ("ServerDatacenterACor", 3, "datacenter", True, True, False, None),
        ("ServerStandard", 3, "standard", True, True, False, 2),
        ("ServerStandardCor", 2, "standard", True, True, False, 2),
        ("ServerTurbine", 3, "azure edition", True, True, False, None),
        ("ServerAzureStackHCICor", 3, "azure stack hci", True, True, False, None),
        ("ServerSolution", 3, "essentials", False, True, False, None),
        ("Core", 1, "home", False, False, True, None),
        ("CoreSingleLanguage", 1, "home", False, False, True, None),
        ("CoreN", 1, "home", False, False, True, None),
        ("Professional", 1, "pro", True, True, True, None),
        ("Enterprise", 1, "enterprise", True, True, True, None),
        ("Education", 1, "education", True, True, True, None),
        ("IoTEnterprise", 1, "iot enterprise", True, True, True, None),
        ("NanoServer", 3, "nano", True, True, False, None),
        ("ServerRdsh", 3, "multi-session", True, True, True, None),
        ("SomethingNew", 3, "unknown", None, None, False, None),
        ("SomethingNew", 1, "unknown", None, None, True, None),
        (None, None, "unknown", None, None, None, None),
    ],
)
def test_edition(
    name: str | None,
    product_type: int | None,
    family: str,
    containers: bool | None,
    hyper_v: bool | None,
    client: bool | None,
    limit: int | None,
) -> None:
    found = edition(name, product_type)
    assert (found.family, found.containers, found.hyper_v, found.client) == (family, containers, hyper_v, client)
    assert found.hyperv_container_limit == limit


def test_a_multi_session_client_counts_as_a_server() -> None:
    assert edition("ServerRdsh", 3).counts_as_server is True
    assert edition("serverrdsh").counts_as_server is True
    assert edition("Enterprise", 1).counts_as_server is False
    assert edition("ServerDatacenter", 3).counts_as_server is False
