"""What came and went from one engine version to the next. The table is read from moby's own types at its tags
(v20.10.27 to v28.5.2; 29 is recorded), and each version of the list is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hostsim.engine.versions import engine_version

from .box import SERVER_2022, Box

VERSIONS = [
    "20.10.24", "23.0.15", "24.0.9", "25.0.6", "26.0.2", "26.1.4", "27.5.1", "28.0.4", "28.1.1", "28.2.2", "28.5.2",
    "29.0.0", "29.1.3", "29.1.4", "29.2.0", "29.3.0", "29.5.3", "29.6.0", "29.7.2",
]  # fmt: skip
# (request, member, first version with it, first version without it)
MEMBERS: list[tuple[str, str, tuple[int, ...], tuple[int, ...]]] = [
    ("/info", "KernelMemory", (0,), (23, 0)),
    ("/info", "KernelMemoryTCP", (0,), (23, 0)),
    ("/info", "CDISpecDirs", (25, 0), (99,)),
    ("/info", "BridgeNfIptables", (0,), (28, 2)),
    ("/info", "RegistryConfig.AllowNondistributableArtifactsCIDRs", (0,), (28, 0)),
    ("/info", "ContainerdCommit.Expected", (0,), (28, 1)),
    ("/networks/nat", "EnableIPv4", (28, 0), (99,)),
    ("/networks/nat", "Status.IPAM", (29, 0), (99,)),
    ("/containers/web/json", "NetworkSettings.Networks.nat.DNSNames", (25, 0), (99,)),
    ("/containers/web/json", "NetworkSettings.Networks.nat.GwPriority", (28, 0), (99,)),
    ("/containers/web/json", "NetworkSettings.Bridge", (0,), (29, 0)),
    ("/containers/web/json", "NetworkSettings.SecondaryIPAddresses", (0,), (29, 0)),
    ("/containers/web/json", "HostConfig.KernelMemory", (0,), (23, 0)),
    ("/containers/web/json", "Config.OnBuild", (0,), (29, 0)),
]
APIS = {
    "20.10.24": ("1.41", "1.24"), "23.0.15": ("1.42", "1.24"), "24.0.9": ("1.43", "1.24"), "25.0.6": ("1.44", "1.24"),
    "26.0.2": ("1.45", "1.24"), "26.1.4": ("1.45", "1.24"), "27.5.1": ("1.47", "1.24"), "28.0.4": ("1.48", "1.24"),
    "28.1.1": ("1.49", "1.24"), "28.2.2": ("1.50", "1.24"), "28.5.2": ("1.51", "1.24"), "29.0.0": ("1.52", "1.44"),
    "29.1.3": ("1.52", "1.44"), "29.1.4": ("1.52", "1.44"), "29.2.0": ("1.53", "1.44"), "29.3.0": ("1.54", "1.40"),
    "29.5.3": ("1.54", "1.40"), "29.6.0": ("1.55", "1.40"), "29.7.2": ("1.55", "1.40"),
}  # fmt: skip


@pytest.fixture(scope="module", params=VERSIONS)
def box(request: Any) -> Box:
    made = Box(SERVER_2022, version=request.param).up()
    made.create("web", start=True)
    return made


def has(document: Any, path: str) -> bool:
    for name in path.split("."):
        if not isinstance(document, dict) or name not in document:
            return False
        document = document[name]
    return True


@pytest.mark.parametrize(("path", "member", "since", "until"), MEMBERS)
def test_members_come_and_go(box: Box, path: str, member: str, since: Any, until: Any) -> None:
    assert has(box.get(path), member) == (since <= box.engine.version.number < until)


def test_the_api_it_speaks_and_the_oldest(box: Box) -> None:
    newest, oldest = APIS[box.engine.version.text]
    told = box.get("/version")
    assert (told["ApiVersion"], told["MinAPIVersion"]) == (newest, oldest)
    assert told["Components"][0]["Details"]["ApiVersion"] == newest
    headers = box.client.get("/_ping").headers
    assert headers["Api-Version"] == newest


def test_the_list_of_networks_names_no_containers_since_29(box: Box) -> None:
    for row in box.get("/networks"):
        assert row.get("Containers") == (None if box.engine.version.number >= (29, 0) else {})


OLD_CLIENTS = [
    ("1.43", "BridgeNfIptables"),
    ("1.43", "RegistryConfig.AllowNondistributableArtifactsCIDRs"),
]


@pytest.mark.parametrize(("client", "member"), OLD_CLIENTS)
@pytest.mark.parametrize("version", ["24.0.9", "28.5.2", "29.7.2"])
def test_old_clients_get_what_they_know(version: str, client: str, member: str) -> None:
    assert has(Box(SERVER_2022, version=version).up().get(f"/v{client}/info"), member)


def test_every_version_is_walked() -> None:
    assert set(APIS) == set(VERSIONS)
    assert [engine_version(text).number for text in VERSIONS] == sorted(
        engine_version(text).number for text in VERSIONS
    )
