"""What is warned of before anything is pulled or started, and how facts go before names."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import Containers
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import Network
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.refusals import Judgement, judge
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World

HOST: dict[str, Any] = {
    "build": 20348,
    "revision": 2113,
    "kind": "server",
    "edition": "ServerDatacenter",
    "product_type": 3,
    "features": {"containers": "enabled", "hyper_v": "enabled"},
    "engine": {"state": "running", "version": "28.5.2", "os_type": "windows", "default_isolation": "process"},
    "virtualization": {"platform": "physical", "vm": False, "hypervisor_present": True},
}
IMAGE = "nano:2022"


def judged(host: dict[str, Any] | None = None, version: str = "10.0.20348.2113", **options: Any) -> Judgement:
    specs = read_set([{"name": "web", "image": IMAGE, "isolation": "process", **options}], None)
    networks = (
        Network(id="1", name="InternetSwitch", driver="transparent"),
        Network(id="2", name="back", driver="nat"),
    )
    image = ImageFacts(IMAGE, id="sha256:1", os="windows", os_version=version, architecture="amd64")
    world = World(containers=Containers(), images={IMAGE: image}, networks=networks, data_root="E:\\Dockertest")
    return judge(Declared("shop", specs), {"web"}, world, {**HOST, **(host or {})}, False, False)


def texts(found: list[tuple[str, str]]) -> str:
    return "\n".join(text for _name, text in found)


def test_nothing_is_said_where_all_is_well() -> None:
    found = judged()
    assert (found.problems, found.warnings) == ([], [])


def test_a_newer_revision_is_warned_of_before_the_start() -> None:
    assert "image revision 3000, host revision 2113" in texts(judged(version="10.0.20348.3000").warnings)


def test_an_image_out_of_support_is_warned_of() -> None:
    host = {"build": 17763, "revision": 5000}
    found = judged(host, version="10.0.17763.5000")
    assert "support ended" not in texts(found.warnings)  # ltsc2019, until 2029
    assert "support ended on 2020-12-08" in texts(
        judged({"build": 18362, "revision": 1}, version="10.0.18362.1").warnings
    )


def test_a_host_out_of_support_is_warned_of() -> None:
    assert "2025-10-24" in texts(judged({"build": 25398, "revision": 1}, version="10.0.20348.1").warnings)


def test_the_driver_of_a_network_is_asked_and_not_its_name() -> None:
    assert "host_lan" not in texts(judged(network="back").problems)
    found = judged(network="InternetSwitch")
    assert "reaches through the isolation (network)" in texts(found.problems)
    assert judged(network="InternetSwitch", allow_piercing=["network"]).problems == []


def test_azure_drops_frames_of_addresses_that_it_does_not_know() -> None:
    azure = {"virtualization": {"platform": "azure", "vm": True}}
    found = judged(azure, network="InternetSwitch", allow_piercing=["network"])
    assert "Azure drops" in texts(found.warnings)
    assert "Azure" not in texts(judged(network="InternetSwitch", allow_piercing=["network"]).warnings)


def test_the_engines_folder_is_where_the_engine_says() -> None:
    mount = {"source": "E:\\Dockertest\\volumes", "target": "C:\\x"}
    found = judged(mounts=[mount], allow_piercing=["volume"])
    assert "engine's own data" in texts(found.problems)
    assert judged(mounts=[{**mount, "source": "E:\\data"}], allow_piercing=["volume"]).problems == []


GUID = "5B45201D-F2F2-4F3B-85BB-30FF1F953599"


@pytest.mark.parametrize(
    ("version", "device", "told"),
    [
        ("20.10.24", f"class://{GUID}", True),
        ("20.10.24", f"class/{GUID}", False),
        ("23.0.1", f"vpci-class-guid://{GUID}", False),
        ("?", f"class://{GUID}", False),
    ],
)
def test_an_old_engine_knows_one_form_of_a_device(version: str, device: str, told: bool) -> None:
    host = {"engine": {**HOST["engine"], "version": version}}
    problems = texts(judged(host, devices=[device], allow_piercing=["device"]).problems)
    assert ("write class/GUID" in problems) is told


@pytest.mark.parametrize(("version", "told"), [("20.10.24", True), ("23.0.6", True), ("24.0.0", False)])
def test_an_old_engine_drops_annotations(version: str, told: bool) -> None:
    host = {"engine": {**HOST["engine"], "version": version}}
    assert ("drops them" in texts(judged(host, annotations={"a": "b"}).warnings)) is told
    assert "annotations" not in texts(judged(host).warnings)


@pytest.mark.parametrize(
    ("pull", "version", "said"),
    [
        ("always", "10.0.20348.1000", True),
        ("missing", "10.0.20348.1000", False),
        ("always", "10.0.20348.2113", False),
        ("always", "10.0.20348.3000", False),
        ("always", "10.0.17763.1", False),
        ("always", "10.0.20348", False),
        ("always", "", False),
    ],
)
@pytest.mark.parametrize("acting", [set(), {"web"}])
def test_who_asks_for_the_newest_is_told_of_a_base_behind_the_host(
    pull: str, version: str, said: bool, acting: set[str]
) -> None:
    specs = read_set([{"name": "web", "image": IMAGE, "isolation": "hyperv"}], None)
    image = ImageFacts(IMAGE, id="sha256:1", os="windows", os_version=version or None, architecture="amd64")
    world = World(containers=Containers(), images={IMAGE: image}, networks=(), data_root="C:\\d")
    found = judge(Declared("shop", specs, pull=pull), acting, world, HOST, False, False)
    assert ("older than the host's updates" in texts(found.warnings)) == said
